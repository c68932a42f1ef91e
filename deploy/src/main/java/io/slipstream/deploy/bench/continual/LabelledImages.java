package io.slipstream.deploy.bench.continual;

import io.slipstream.schemas.config.ByteSize;
import io.slipstream.schemas.image.BadImageException;
import io.slipstream.schemas.image.ImageFile;
import io.slipstream.schemas.image.ImageLimits;
import io.slipstream.schemas.image.ImageSet;
import io.slipstream.schemas.image.Images;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/**
 * Encoded images by class.
 *
 * @param byClass at least one image of each class, classes in alphabetical order
 */
record LabelledImages(Map<String, List<byte[]>> byClass) {

    private static final ImageLimits LIMITS = new ImageLimits(ByteSize.ofMiB(10), 50_000_000);

    LabelledImages {
        byClass = Collections.unmodifiableMap(new LinkedHashMap<>(byClass));
    }

    /**
     * Reads a directory or an archive in which the folder of a file names its class.
     *
     * @throws IOException if it cannot be read, or does not hold two classes
     */
    static LabelledImages read(Path path) throws IOException {
        Map<String, List<byte[]>> byClass = new TreeMap<>();
        try (ImageSet files = ImageSet.open(path)) {
            while (files.hasNext()) {
                ImageFile file = files.next();
                Optional<String> label = file.label().filter(folder -> file.isComplete());
                label.ifPresent(name -> byClass.computeIfAbsent(name, folder -> new ArrayList<>())
                        .add(file.bytes()));
            }
        }
        if (byClass.size() < 2) {
            throw new IOException(
                    path + ": expected a folder of images for each of 2 classes or more, found " + byClass.keySet());
        }
        return new LabelledImages(byClass);
    }

    /** The pixels of an encoded image, within the limits that services have by default. */
    static BufferedImage decoded(byte[] image) throws BadImageException {
        return Images.decode(image, LIMITS);
    }

    /** So many images of each class at most, drawn by lot. */
    LabelledImages atMost(int perClass, Random random) {
        Map<String, List<byte[]>> fewer = new LinkedHashMap<>();
        byClass.forEach((name, images) -> {
            List<byte[]> drawn = new ArrayList<>(images);
            Collections.shuffle(drawn, random);
            fewer.put(name, List.copyOf(drawn.subList(0, Math.min(perClass, drawn.size()))));
        });
        return new LabelledImages(fewer);
    }

    /** The classes, in alphabetical order. */
    List<String> classes() {
        return List.copyOf(byClass.keySet());
    }

    /** Number of images. */
    int size() {
        return byClass.values().stream().mapToInt(List::size).sum();
    }
}
