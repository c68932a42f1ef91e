package io.slipstream.evaluator.probe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.slipstream.schemas.hash.Sha256;
import io.slipstream.schemas.image.BadImageException;
import io.slipstream.schemas.image.ImageFile;
import io.slipstream.schemas.image.ImageLimits;
import io.slipstream.schemas.image.Images;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Labelled images that every snapshot is judged on, held as encoded bytes.
 *
 * <p>Every image was decoded once before it came here, so decoding does not fail later. Pixels of the input size
 * asked for last are kept where they are small, since the snapshots of a lineage all ask for the same. Not thread-safe.
 */
public final class ProbeSet {

    /** Decoded pixels worth keeping: 2,000 images of 96 pixels are 53 MiB. */
    private static final long MAX_CACHED_BYTES = 64L << 20;

    private final String name;
    private final List<String> classes;
    private final List<ImageFile> images;
    private final int[] labels;
    private final ImageLimits limits;
    private final String contentHash;
    private int cachedSize;
    private byte[][] cache = {};

    private ProbeSet(String name, List<String> classes, List<ImageFile> images, int[] labels, ImageLimits limits) {
        this.name = name;
        this.classes = List.copyOf(classes);
        this.images = List.copyOf(images);
        this.labels = labels;
        this.limits = limits;
        this.contentHash = contentHash(classes, images, labels);
    }

    /**
     * A set of decodable images; classes and the images of each are in alphabetical order, whatever order they come in.
     *
     * @param byLabel images of every class, which has at least one
     */
    static ProbeSet of(String name, Map<String, Collection<ImageFile>> byLabel, ImageLimits limits) {
        List<ImageFile> images = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        List<String> classes = byLabel.keySet().stream().sorted().toList();
        for (int label = 0; label < classes.size(); label++) {
            List<ImageFile> ofLabel = new ArrayList<>(requireNonNull(byLabel.get(classes.get(label))));
            ofLabel.sort(Comparator.comparing(ImageFile::path));
            images.addAll(ofLabel);
            labels.addAll(Collections.nCopies(ofLabel.size(), label));
        }
        int[] flat = labels.stream().mapToInt(Integer::intValue).toArray();
        return new ProbeSet(name, classes, images, flat, limits);
    }

    private static String contentHash(List<String> classes, List<ImageFile> images, int[] labels) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < images.size(); i++) {
            lines.append(Sha256.of(images.get(i).bytes()))
                    .append(' ')
                    .append(classes.get(labels[i]))
                    .append('\n');
        }
        return Sha256.of(lines.toString().getBytes(UTF_8));
    }

    /** SHA-256 over the images and their labels, in their order. */
    public String contentHash() {
        return contentHash;
    }

    /** Name of the set in the scores. */
    public String name() {
        return name;
    }

    /** Names of the classes, in alphabetical order; at least two. */
    public List<String> classes() {
        return classes;
    }

    /** Number of images. */
    public int size() {
        return images.size();
    }

    /** Class of every image, 0..classes-1. */
    public int[] labels() {
        return labels.clone();
    }

    /**
     * Some of the images, decoded.
     *
     * @param from first image
     * @param to the image after the last
     * @param inputSize side of the square in pixels
     * @return one array per image, uint8 [3, inputSize, inputSize], RGB planes
     */
    public byte[][] pixels(int from, int to, int inputSize) {
        if (inputSize != cachedSize) {
            cachedSize = inputSize;
            boolean small = 3L * inputSize * inputSize * size() <= MAX_CACHED_BYTES;
            cache = new byte[small ? size() : 0][];
        }
        byte[][] pixels = new byte[to - from][];
        for (int i = from; i < to; i++) {
            pixels[i - from] = pixels(i, inputSize);
        }
        return pixels;
    }

    private byte[] pixels(int i, int inputSize) {
        if (i < cache.length && cache[i] != null) {
            return cache[i];
        }
        byte[] pixels = decode(images.get(i), inputSize);
        if (i < cache.length) {
            cache[i] = pixels;
        }
        return pixels;
    }

    private byte[] decode(ImageFile file, int inputSize) {
        try {
            return Images.toRgb(Images.decode(file.bytes(), limits), inputSize);
        } catch (BadImageException impossible) {
            throw new IllegalStateException(file.path() + " was decoded before", impossible);
        }
    }
}
