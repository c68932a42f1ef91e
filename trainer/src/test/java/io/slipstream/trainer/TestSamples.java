package io.slipstream.trainer;

import io.slipstream.schemas.record.ImageSample;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Random;
import javax.imageio.ImageIO;

/** Images and records as a camera would send them. */
public final class TestSamples {

    private TestSamples() {}

    /** A JPEG of a few shapes; every seed gives another one. */
    public static byte[] jpeg(long seed, int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        Random random = new Random(seed);
        for (int i = 0; i < 6; i++) {
            graphics.setColor(new Color(random.nextInt(256), random.nextInt(256), random.nextInt(256)));
            graphics.fillOval(random.nextInt(width), random.nextInt(height), 1 + width / 2, 1 + height / 2);
        }
        graphics.dispose();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "jpeg", out);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }

    /** A record of an image as ingest writes it, unlabelled. */
    public static ImageSample.Builder sample(byte[] bytes) {
        return ImageSample.newBuilder()
                .setId(sha256(bytes))
                .setSource("camera-1")
                .setCaptureTime(Instant.parse("2026-11-22T14:00:00Z"))
                .setContentType("image/jpeg")
                .setWidth(16)
                .setHeight(16)
                .setBytes(ByteBuffer.wrap(bytes));
    }

    /** 64 hexadecimal digits. */
    public static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
