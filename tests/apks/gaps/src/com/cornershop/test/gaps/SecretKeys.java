package com.cornershop.test.gaps;

import android.content.Context;
import android.content.SharedPreferences;
import android.security.keystore.KeyGenParameterSpec;
import android.security.keystore.KeyInfo;
import android.security.keystore.KeyProperties;
import android.security.keystore.KeyProtection;
import android.util.Base64;
import java.security.KeyStore;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import java.util.Collections;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Secret keys of the AndroidKeyStore, as androidx.security and its kind use them. */
final class SecretKeys {
    private static final String STORE = "AndroidKeyStore";
    private static final String MASTER = "_master_key_";

    private SecretKeys() {
    }

    static KeyStore store() throws Exception {
        KeyStore store = KeyStore.getInstance(STORE);
        store.load(null);
        return store;
    }

    /** A master key that outlives the process: what it encrypted at the first start is read at the second. */
    static void master(Context context) throws Exception {
        SharedPreferences kept = context.getSharedPreferences("kept", Context.MODE_PRIVATE);
        if (!store().containsAlias(MASTER)) {
            SecretKey made = make("AES", new KeyGenParameterSpec.Builder(MASTER, KeyProperties.PURPOSE_ENCRYPT | KeyProperties.PURPOSE_DECRYPT)
                    .setBlockModes(KeyProperties.BLOCK_MODE_GCM).setEncryptionPaddings(KeyProperties.ENCRYPTION_PADDING_NONE)
                    .setKeySize(256).build());
            Say.it("master key is new, encoded " + made.getEncoded() + ", format " + made.getFormat() + ", " + made.getAlgorithm());
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, made);
            cipher.updateAAD("name".getBytes("UTF-8"));
            byte[] sealed = cipher.doFinal("bread and butter".getBytes("UTF-8"));
            Say.it("sealed " + sealed.length + " bytes by " + cipher.getProvider().getName() + ", iv " + cipher.getIV().length);
            kept.edit().putString("iv", text(cipher.getIV())).putString("sealed", text(sealed)).commit();
        }
        SecretKey key = (SecretKey) store().getKey(MASTER, null);
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(128, bytes(kept.getString("iv", ""))));
        cipher.updateAAD("name".getBytes("UTF-8"));
        Say.it("opened: " + new String(cipher.doFinal(bytes(kept.getString("sealed", ""))), "UTF-8"));
    }

    /** What the terms of a key forbid, and what the phone cannot do. */
    static void terms() throws Exception {
        SecretKey key = (SecretKey) store().getKey(MASTER, null);
        Say.what("cbc with a key for gcm", () -> begin("AES/CBC/PKCS7Padding", Cipher.ENCRYPT_MODE, key, null));
        Say.what("own iv", () -> begin("AES/GCM/NoPadding", Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(128, new byte[12])));
        SecretKey one = make("AES", new KeyGenParameterSpec.Builder("one way", KeyProperties.PURPOSE_ENCRYPT)
                .setBlockModes(KeyProperties.BLOCK_MODE_CBC).setEncryptionPaddings(KeyProperties.ENCRYPTION_PADDING_PKCS7).build());
        Say.what("cbc", () -> begin("AES/CBC/PKCS7Padding", Cipher.ENCRYPT_MODE, one, null).doFinal(new byte[20]).length);
        Say.what("decrypt with a key to encrypt", () -> begin("AES/CBC/PKCS7Padding", Cipher.DECRYPT_MODE, one, new IvParameterSpec(new byte[16])));
        Say.what("size 100", () -> make("AES", new KeyGenParameterSpec.Builder("odd", KeyProperties.PURPOSE_ENCRYPT).setKeySize(100).build()));
        Say.what("ecb", () -> make("AES", new KeyGenParameterSpec.Builder("odd", KeyProperties.PURPOSE_ENCRYPT)
                .setBlockModes(KeyProperties.BLOCK_MODE_ECB).build()));
        Say.what("strong box", () -> make("AES", new KeyGenParameterSpec.Builder("odd", KeyProperties.PURPOSE_ENCRYPT)
                .setIsStrongBoxBacked(true).build()));
        Say.what("behind the lock screen", () -> make("AES", new KeyGenParameterSpec.Builder("odd", KeyProperties.PURPOSE_ENCRYPT)
                .setUserAuthenticationRequired(true).build()));
        Say.what("without parameters", () -> {
            KeyGenerator.getInstance("AES", STORE).init(128);
            return "made";
        });
        KeyInfo info = (KeyInfo) SecretKeyFactory.getInstance("AES", STORE).getKeySpec(key, KeyInfo.class);
        Say.it("info " + info.getKeystoreAlias() + " " + info.getKeySize() + " " + info.getPurposes() + " " + Arrays.asList(info.getBlockModes())
                + " in hardware " + info.isInsideSecureHardware() + " by the user " + info.isUserAuthenticationRequired());
        Cipher plain = Cipher.getInstance("AES/CBC/PKCS7Padding");
        plain.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(new byte[16], "AES"));
        Say.it("an ordinary key by another provider: " + !plain.getProvider().getName().startsWith("AndroidKeyStore"));
        Cipher asked = Cipher.getInstance("AES/CBC/PKCS7Padding");
        int block = asked.getBlockSize();
        asked.init(Cipher.DECRYPT_MODE, new SecretKeySpec(new byte[16], "AES"), new IvParameterSpec(plain.getIV()));
        Say.it("asked before there is a key, it works with any: " + block + " " + new String(asked.doFinal(plain.doFinal("tea".getBytes("UTF-8"))), "UTF-8"));
    }

    /** A key that the app brings, a MAC, and the list of all. */
    static void brought() throws Exception {
        KeyStore store = store();
        store.setEntry("brought", new KeyStore.SecretKeyEntry(new SecretKeySpec("0123456789abcdef0123".getBytes("UTF-8"), "HmacSHA256")),
                new KeyProtection.Builder(KeyProperties.PURPOSE_SIGN).setDigests(KeyProperties.DIGEST_SHA256).build());
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(((KeyStore.SecretKeyEntry) store.getEntry("brought", null)).getSecretKey());
        Mac same = Mac.getInstance("HmacSHA256");
        same.init(new SecretKeySpec("0123456789abcdef0123".getBytes("UTF-8"), "HmacSHA256"));
        Say.it("same mac: " + Arrays.equals(mac.doFinal(new byte[9]), same.doFinal(new byte[9])));
        store.deleteEntry("brought");
        store.deleteEntry("one way");
        Say.it("aliases " + Collections.list(store.aliases()));
    }

    private static SecretKey make(String algorithm, KeyGenParameterSpec spec) throws Exception {
        KeyGenerator generator = KeyGenerator.getInstance(algorithm, STORE);
        generator.init(spec);
        return generator.generateKey();
    }

    private static Cipher begin(String transformation, int mode, SecretKey key, AlgorithmParameterSpec spec) throws Exception {
        Cipher cipher = Cipher.getInstance(transformation);
        cipher.init(mode, key, spec);
        return cipher;
    }

    private static String text(byte[] bytes) {
        return Base64.encodeToString(bytes, Base64.NO_WRAP);
    }

    private static byte[] bytes(String text) {
        return Base64.decode(text, Base64.NO_WRAP);
    }
}
