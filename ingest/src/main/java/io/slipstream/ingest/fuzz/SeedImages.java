package io.slipstream.ingest.fuzz;

import io.slipstream.schemas.image.BadImageException;
import io.slipstream.schemas.image.ImageFile;
import io.slipstream.schemas.image.ImageLimits;
import io.slipstream.schemas.image.ImageSet;
import io.slipstream.schemas.image.Images;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.jspecify.annotations.Nullable;

/** The sound images that fuzzing starts from. */
final class SeedImages {

    /** More would only take memory: each case starts from one of them. */
    private static final int MOST = 256;

    private static final int WIDTH = 40;
    private static final int HEIGHT = 28;

    /** What the JDK cannot write; schemas/src/test/golden/images.py made them. */
    private static final List<String> STORED =
            List.of("lossy.webp", "lossless.webp", "lossy-alpha.webp", "animated.webp", "cmyk.jpg", "group4.tif");

    private SeedImages() {}

    /** One small image of every format and the more common variants. */
    static List<Seed> synthetic() throws IOException {
        BufferedImage rgb = drawn(BufferedImage.TYPE_3BYTE_BGR);
        List<Seed> seeds = new ArrayList<>();
        seeds.add(new Seed("baseline.jpg", encoded(rgb, "jpeg", null, false)));
        seeds.add(new Seed("progressive.jpg", encoded(rgb, "jpeg", null, true)));
        seeds.add(new Seed("grey.jpg", encoded(drawn(BufferedImage.TYPE_BYTE_GRAY), "jpeg", null, false)));
        seeds.add(new Seed("rgb.png", encoded(rgb, "png", null, false)));
        seeds.add(new Seed("interlaced.png", encoded(rgb, "png", null, true)));
        seeds.add(new Seed("alpha.png", encoded(drawn(BufferedImage.TYPE_4BYTE_ABGR), "png", null, false)));
        seeds.add(new Seed("grey-16.png", encoded(drawn(BufferedImage.TYPE_USHORT_GRAY), "png", null, false)));
        BufferedImage indexed = drawn(BufferedImage.TYPE_BYTE_INDEXED);
        seeds.add(new Seed("palette.png", encoded(indexed, "png", null, false)));
        seeds.add(new Seed("palette.gif", encoded(indexed, "gif", null, false)));
        seeds.add(new Seed("rgb.bmp", encoded(rgb, "bmp", null, false)));
        seeds.add(new Seed("runs.bmp", encoded(indexed, "bmp", "BI_RLE8", false)));
        for (String compression : List.of("LZW", "Deflate", "PackBits", "JPEG")) {
            seeds.add(new Seed(compression + ".tif", encoded(rgb, "tiff", compression, false)));
        }
        for (String name : STORED) {
            try (InputStream in = Objects.requireNonNull(SeedImages.class.getResourceAsStream(name), name)) {
                seeds.add(new Seed(name, in.readAllBytes()));
            }
        }
        return seeds;
    }

    /**
     * The first images of a directory or an archive that are sound.
     *
     * @throws IOException if it cannot be read or has none
     */
    static List<Seed> from(Path set, ImageLimits limits) throws IOException {
        List<Seed> seeds = new ArrayList<>();
        try (ImageSet files = ImageSet.open(set)) {
            while (seeds.size() < MOST && files.hasNext()) {
                ImageFile file = files.next();
                if (file.isComplete() && isSound(file.bytes(), limits)) {
                    seeds.add(new Seed(file.path().substring(file.path().lastIndexOf('/') + 1), file.bytes()));
                }
            }
        }
        if (seeds.isEmpty()) {
            throw new IOException("expected an image that can be read in " + set + ", found none");
        }
        return seeds;
    }

    private static boolean isSound(byte[] bytes, ImageLimits limits) {
        try {
            Images.decode(bytes, limits);
            return true;
        } catch (BadImageException refused) {
            return false;
        }
    }

    private static BufferedImage drawn(int type) {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, type);
        Random random = new Random(5);
        Graphics2D graphics = image.createGraphics();
        for (int i = 0; i < 20; i++) {
            graphics.setColor(new Color(random.nextInt(1 << 24)));
            graphics.fillOval(random.nextInt(WIDTH), random.nextInt(HEIGHT), WIDTH / 3, HEIGHT / 2);
        }
        graphics.dispose();
        return image;
    }

    private static byte[] encoded(BufferedImage image, String format, @Nullable String compression, boolean progressive)
            throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream stream = ImageIO.createImageOutputStream(bytes)) {
            ImageWriteParam settings = writer.getDefaultWriteParam();
            if (compression != null) {
                settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
                settings.setCompressionType(compression);
            }
            if (progressive) {
                settings.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
            }
            writer.setOutput(stream);
            writer.write(null, new IIOImage(image, null, null), settings);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }
}
