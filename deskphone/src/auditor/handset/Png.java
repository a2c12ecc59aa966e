package auditor.handset;

import android.graphics.Bitmap;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Writes a picture of the screen as PNG (ISO/IEC 15948), quickly: most rows of a screen are equal to the one above. */
final class Png {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final int CHANNELS = 4;
    private static final byte BIT_DEPTH = 8;
    private static final byte RGBA = 6;
    private static final byte FILTER_NONE = 0;
    private static final byte FILTER_UP = 2;

    private Png() {
    }

    /**
     * The bytes of the file; the picture is opaque and has four bytes a pixel (`ARGB_8888`), which the framework's native half keeps
     * in the order of this machine's own colours: blue, green, red.
     */
    static byte[] of(Bitmap picture) {
        int width = picture.getWidth();
        int height = picture.getHeight();
        ByteBuffer pixels = ByteBuffer.allocate(width * height * CHANNELS);
        picture.copyPixelsToBuffer(pixels);
        ByteArrayOutputStream file = new ByteArrayOutputStream(1 << 18);
        file.writeBytes(SIGNATURE);
        byte[] header = ByteBuffer.allocate(13).putInt(width).putInt(height).put(BIT_DEPTH).put(RGBA).put(new byte[3]).array();
        chunk(file, "IHDR", header, header.length);
        body(file, pixels.array(), width * CHANNELS, height);
        chunk(file, "IEND", header, 0);
        return file.toByteArray();
    }

    private static void body(ByteArrayOutputStream file, byte[] pixels, int stride, int height) {
        byte[] filtered = new byte[(stride + 1) * height];
        for (int row = 0; row < height; row++) {
            int from = row * stride;
            int to = row * (stride + 1);
            boolean asAbove = row > 0 && Arrays.equals(pixels, from, from + stride, pixels, from - stride, from);
            filtered[to] = asAbove ? FILTER_UP : FILTER_NONE;
            if (!asAbove) {
                redFirst(pixels, from, filtered, to + 1, stride);
            }
        }
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        deflater.setInput(filtered);
        deflater.finish();
        byte[] part = new byte[1 << 16];
        while (!deflater.finished()) {
            chunk(file, "IDAT", part, deflater.deflate(part));
        }
        deflater.end();
    }

    private static void redFirst(byte[] from, int start, byte[] to, int at, int length) {
        System.arraycopy(from, start, to, at, length);
        for (int i = 0; i < length; i += CHANNELS) {
            to[at + i] = from[start + i + 2];
            to[at + i + 2] = from[start + i];
        }
    }

    private static void chunk(ByteArrayOutputStream file, String type, byte[] data, int length) {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 sum = new CRC32();
        sum.update(name);
        sum.update(data, 0, length);
        file.writeBytes(ByteBuffer.allocate(4).putInt(length).array());
        file.writeBytes(name);
        file.write(data, 0, length);
        file.writeBytes(ByteBuffer.allocate(4).putInt((int) sum.getValue()).array());
    }
}
