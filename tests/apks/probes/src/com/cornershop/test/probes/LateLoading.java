package com.cornershop.test.probes;

import android.app.Activity;
import android.content.Context;
import dalvik.system.DexClassLoader;
import dalvik.system.DexFile;
import dalvik.system.InMemoryDexClassLoader;
import dalvik.system.PathClassLoader;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Starts the probes that are not in the app's own DEX: one unpacked from the assets, opened in every way that there is. */
final class LateLoading {
    private static final String LATE = "com.cornershop.test.late.";

    private LateLoading() {
    }

    static void start(Activity activity) throws Exception {
        byte[] dex = asset(activity);
        File plain = file(activity, "late.dex", dex);
        File archive = file(activity, "late.jar", packed(dex));
        ClassLoader own = LateLoading.class.getClassLoader();
        String optimised = activity.getCodeCacheDir().getPath();
        read(activity, new DexClassLoader(plain.getPath(), optimised, null, own).loadClass(LATE + "ByDexClassLoader"));
        read(activity, new PathClassLoader(archive.getPath(), own).loadClass(LATE + "ByPathClassLoader"));
        read(activity, new InMemoryDexClassLoader(ByteBuffer.wrap(dex), own).loadClass(LATE + "ByInMemoryDexClassLoader"));
        read(activity, new DexClassLoader(archive.getPath(), optimised, null, null).loadClass(LATE + "ByNullParent"));
        DexFile file = DexFile.loadDex(plain.getPath(), new File(optimised, "late.odex").getPath(), 0);
        read(activity, file.loadClass(LATE + "ByDexFile", own));
        read(activity, new DexClassLoader(activity.getPackageCodePath(), optimised, null, null)
                .loadClass("com.cornershop.test.probes.OwnCodeAgain"));
        broken(activity, optimised, own);
    }

    private static void read(Context context, Class<?> type) throws ReflectiveOperationException {
        type.getMethod("read", Context.class).invoke(null, context);
    }

    private static void broken(Context context, String optimised, ClassLoader own) throws IOException {
        File broken = file(context, "broken.dex", "dex\n035\0nothing".getBytes());
        try {
            new DexClassLoader(broken.getPath(), optimised, null, own).loadClass(LATE + "NoSuchClass");
        } catch (ClassNotFoundException e) {
            Say.that("broken.dex has no class: " + e.getMessage());
        }
        File writable = file(context, "writable.dex", new byte[] {1});
        writable.setWritable(true);
        try {
            new DexClassLoader(writable.getPath(), optimised, null, own);
        } catch (SecurityException e) {
            Say.that("refused: " + e.getMessage());
        }
    }

    private static byte[] asset(Context context) throws IOException {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        try (InputStream in = context.getAssets().open("late.dex")) {
            byte[] part = new byte[8192];
            for (int count; (count = in.read(part)) > 0; ) {
                whole.write(part, 0, count);
            }
        }
        return whole.toByteArray();
    }

    private static byte[] packed(byte[] dex) throws IOException {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        try (ZipOutputStream archive = new ZipOutputStream(whole)) {
            archive.putNextEntry(new ZipEntry("classes.dex"));
            archive.write(dex);
            archive.closeEntry();
        }
        return whole.toByteArray();
    }

    private static File file(Context context, String name, byte[] content) throws IOException {
        File file = new File(context.getFilesDir(), name);
        file.delete();
        try (OutputStream out = new FileOutputStream(file)) {
            // Android 14 opens no code that the app could still change.
            file.setReadOnly();
            out.write(content);
        }
        return file;
    }
}
