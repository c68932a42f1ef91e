package io.slipstream.ingest;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;

/** Small images, good and bad. */
public final class TestImages {

    private TestImages() {}

    /** A sound JPEG, another one for every number. */
    public static byte[] jpeg(int number) throws IOException {
        BufferedImage image = new BufferedImage(24, 16, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(new Color(number % 256, number / 256 % 256, 128));
        graphics.fillRect(0, 0, 24, 16);
        graphics.dispose();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "jpeg", bytes);
        // A comment segment of two bytes makes every number's file different, however the colours are quantized.
        byte[] plain = bytes.toByteArray();
        ByteArrayOutputStream marked = new ByteArrayOutputStream();
        marked.write(plain, 0, 2);
        marked.write(new byte[] {(byte) 0xFF, (byte) 0xFE, 0, 4, (byte) (number >> 8), (byte) number});
        marked.write(plain, 2, plain.length - 2);
        return marked.toByteArray();
    }

    public static byte[] truncatedJpeg() throws IOException {
        byte[] whole = jpeg(0);
        return Arrays.copyOf(whole, whole.length - 20);
    }

    public static byte[] text() {
        return "this is not an image".getBytes(StandardCharsets.UTF_8);
    }

    /** The header of a PNG of 30,000 by 30,000 pixels, and no more. */
    public static byte[] hugePngHeader() throws IOException {
        ByteArrayOutputStream chunk = new ByteArrayOutputStream();
        DataOutputStream header = new DataOutputStream(chunk);
        header.writeBytes("IHDR");
        header.writeInt(30_000);
        header.writeInt(30_000);
        header.write(new byte[] {8, 2, 0, 0, 0});
        CRC32 crc = new CRC32();
        crc.update(chunk.toByteArray());
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(file);
        out.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'});
        out.writeInt(13);
        out.write(chunk.toByteArray());
        out.writeInt((int) crc.getValue());
        return file.toByteArray();
    }
}
