package io.slipstream.schemas.image;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** Images made by the tests. */
final class TestImages {

    private TestImages() {}

    /** Smooth shapes over a little noise, so that every format has something to encode. */
    static BufferedImage picture(int width, int height, int type, long seed) {
        BufferedImage image = new BufferedImage(width, height, type);
        Graphics2D graphics = image.createGraphics();
        Random random = new Random(seed);
        for (int i = 0; i < 12; i++) {
            graphics.setColor(new Color(random.nextInt(256), random.nextInt(256), random.nextInt(256)));
            graphics.fillOval(random.nextInt(width), random.nextInt(height), 1 + width / 2, 1 + height / 2);
        }
        graphics.dispose();
        return image;
    }

    static BufferedImage picture(int width, int height) {
        return picture(width, height, BufferedImage.TYPE_INT_RGB, 7);
    }

    static byte[] encode(BufferedImage image, String format) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            if (!ImageIO.write(image, format, out)) {
                throw new IllegalArgumentException("no writer for " + format + " of type " + image.getType());
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }

    static byte[] jpeg(int width, int height) {
        return encode(picture(width, height), "jpeg");
    }

    static byte[] progressiveJpeg(int width, int height) {
        return writeJpeg(new IIOImage(picture(width, height), null, null), true);
    }

    private static byte[] writeJpeg(IIOImage image, boolean progressive) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ImageOutputStream stream = ImageIO.createImageOutputStream(out)) {
            ImageWriteParam settings = writer.getDefaultWriteParam();
            if (progressive) {
                settings.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
            }
            writer.setOutput(stream);
            writer.write(null, image, settings);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        } finally {
            writer.dispose();
        }
        return out.toByteArray();
    }

    /** A file that src/test/golden/images.py made. */
    static byte[] golden(String name) {
        try (InputStream in = TestImages.class.getResourceAsStream("/golden/images/" + name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** Signature and IHDR chunk of a PNG, and nothing after them. */
    static byte[] pngHeader(int width, int height) {
        byte[] chunk = pngChunk(
                "IHDR",
                ByteBuffer.allocate(13)
                        .putInt(width)
                        .putInt(height)
                        .put(new byte[] {8, 2, 0, 0, 0})
                        .array());
        return ByteBuffer.allocate(8 + chunk.length)
                .put(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'})
                .put(chunk)
                .array();
    }

    static byte[] pngChunk(String type, byte[] body) {
        ByteBuffer chunk = ByteBuffer.allocate(12 + body.length)
                .putInt(body.length)
                .put(type.getBytes(StandardCharsets.US_ASCII))
                .put(body);
        CRC32 crc = new CRC32();
        crc.update(chunk.array(), 4, 4 + body.length);
        return chunk.putInt((int) crc.getValue()).array();
    }
}
