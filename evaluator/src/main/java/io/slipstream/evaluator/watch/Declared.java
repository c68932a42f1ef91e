package io.slipstream.evaluator.watch;

import io.slipstream.evaluator.drift.ImageStatistics;
import io.slipstream.evaluator.watch.row.KeptImage;
import io.slipstream.evaluator.watch.row.PendingImage;
import io.slipstream.schemas.hash.Sha256;
import io.slipstream.schemas.image.BadImageException;
import io.slipstream.schemas.image.ImageFile;
import io.slipstream.schemas.image.ImageSet;
import io.slipstream.schemas.image.Images;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** The images of a declared anchor. */
final class Declared {

    private Declared() {}

    /**
     * Reads the declared images, encoded: as many as an anchor has, evenly spread over the set; none if none are declared.
     *
     * @throws IOException if the set cannot be read, or has fewer images than an anchor
     */
    static List<byte[]> read(DriftConfig config) throws IOException {
        if (config.anchor().path().isEmpty()) {
            return List.of();
        }
        List<byte[]> all = new ArrayList<>();
        try (ImageSet files =
                ImageSet.open(config.anchor().path().get(), config.image().maxBytes())) {
            while (files.hasNext()) {
                ImageFile file = files.next();
                if (file.isComplete() && decodes(file.bytes(), config)) {
                    all.add(file.bytes());
                }
            }
        } catch (UncheckedIOException unreadable) {
            throw new IOException(
                    "anchor.path: cannot read " + config.anchor().path().get(), unreadable);
        }
        int wanted = config.anchor().images();
        if (all.size() < wanted) {
            throw new IOException("anchor.path: expected at least anchor.images = " + wanted + " images that decode in "
                    + config.anchor().path().get() + ", found " + all.size());
        }
        List<byte[]> spread = new ArrayList<>();
        for (long i = 0; i < wanted; i++) {
            spread.add(all.get((int) (i * all.size() / wanted)));
        }
        return spread;
    }

    private static boolean decodes(byte[] bytes, DriftConfig config) {
        try {
            Images.decode(bytes, config.image());
            return true;
        } catch (BadImageException bad) {
            return false;
        }
    }

    /** The declared images as if they had come from a source, at no offset. */
    static List<PendingImage> images(DriftParts parts, String source, int inputSize) {
        List<PendingImage> images = new ArrayList<>();
        for (byte[] encoded : parts.declared()) {
            try {
                BufferedImage image = Images.decode(encoded, parts.config().image());
                byte[] bgr = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
                images.add(new PendingImage(
                        source,
                        Sha256.of(encoded),
                        -1,
                        -1,
                        parts.clock().millis(),
                        encoded.length,
                        ImageStatistics.of(image.getWidth(), image.getHeight(), bgr),
                        KeptImage.of(encoded, Images.toRgb(image, inputSize), inputSize)));
            } catch (BadImageException impossible) {
                throw new IllegalStateException("a declared image that was decoded before cannot be now", impossible);
            }
        }
        return images;
    }
}
