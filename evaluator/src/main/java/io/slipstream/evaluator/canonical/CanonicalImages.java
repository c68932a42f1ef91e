package io.slipstream.evaluator.canonical;

import io.slipstream.schemas.hash.Sha256;
import io.slipstream.schemas.image.BadImageException;
import io.slipstream.schemas.image.ImageFile;
import io.slipstream.schemas.image.ImageLimits;
import io.slipstream.schemas.image.Images;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Images without labels that every snapshot embeds, ordered by their SHA-256, held as encoded bytes.
 *
 * <p>Every image has been decoded once while the set was read, so decoding does not fail later. Pixels of the input size
 * asked for last are kept where they are small, since the snapshots of a lineage all ask for the same. Not thread-safe.
 */
public final class CanonicalImages {

    /** Decoded pixels worth keeping: 1,000 images of 128 pixels are 47 MiB. */
    private static final long MAX_KEPT_BYTES = 64L << 20;

    private final List<ImageFile> images;
    private final ImageLimits limits;
    private final String hash;
    private int keptSize;
    private byte[][] kept = {};

    private CanonicalImages(List<ImageFile> images, ImageLimits limits, String hash) {
        this.images = images;
        this.limits = limits;
        this.hash = hash;
    }

    /** The images, which are different from one another and can be decoded within the limits. */
    static CanonicalImages of(Collection<ImageFile> files, ImageLimits limits) {
        SortedMap<String, ImageFile> byHash = new TreeMap<>();
        files.forEach(file -> byHash.put(Sha256.of(file.bytes()), file));
        String hashes = String.join("\n", byHash.keySet());
        return new CanonicalImages(
                List.copyOf(byHash.values()), limits, Sha256.of(hashes.getBytes(StandardCharsets.US_ASCII)));
    }

    /** Number of images. */
    public int size() {
        return images.size();
    }

    /** SHA-256 over the SHA-256 of every image, one a line, in ascending order: the identity of the set. */
    public String hash() {
        return hash;
    }

    /** The encoded images, in their order. */
    List<ImageFile> files() {
        return images;
    }

    /**
     * One image, decoded.
     *
     * @param index 0..size-1
     * @param inputSize side of the square in pixels
     * @return uint8 [3, inputSize, inputSize], RGB planes; not to be written to
     */
    public byte[] pixels(int index, int inputSize) {
        if (inputSize != keptSize) {
            keptSize = inputSize;
            boolean small = 3L * inputSize * inputSize * size() <= MAX_KEPT_BYTES;
            kept = new byte[small ? size() : 0][];
        }
        if (index < kept.length && kept[index] != null) {
            return kept[index];
        }
        byte[] pixels = decode(images.get(index), inputSize);
        if (index < kept.length) {
            kept[index] = pixels;
        }
        return pixels;
    }

    /**
     * Some of the images, decoded.
     *
     * @param from first image
     * @param to the image after the last
     * @return as {@link #pixels(int, int)}
     */
    public byte[][] pixels(int from, int to, int inputSize) {
        byte[][] pixels = new byte[to - from][];
        for (int i = from; i < to; i++) {
            pixels[i - from] = pixels(i, inputSize);
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
