package io.slipstream.evaluator.probe;

import static java.util.Objects.requireNonNull;

import io.slipstream.schemas.image.ImageFile;
import io.slipstream.schemas.image.ImageLimits;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * A probe set whose labels come in one after another, are changed and are taken back.
 *
 * <p>Of every image the label is known; the encoded bytes are held of a sample alone, at most about twice {@code maxImages}
 * at any time. The sample has the same number of images of every class, as far as the classes have them, and depends on
 * what is in the set and on the seed, not on the order in which it came. After a removal it may take in images whose bytes
 * are not held any more: {@link #isComplete} then says so, and everything has to be put again. Not thread-safe.
 */
public final class GrowingSet {

    private final String name;
    private final int maxImages;
    private final int minImages;
    private final long seed;
    private final ImageLimits limits;
    private final Map<String, String> labels = new HashMap<>();
    private final Map<String, ImageFile> held = new HashMap<>();

    /** An empty set. */
    public GrowingSet(String name, ProbeSetConfig config, long seed) {
        this.name = name;
        this.maxImages = config.maxImages();
        this.minImages = config.minImages();
        this.seed = seed;
        this.limits = config.image();
    }

    /**
     * Puts an image in, or gives it another label.
     *
     * @param file decodable; its path is the SHA-256 of its bytes
     */
    public void put(ImageFile file, String label) {
        labels.put(file.path(), label);
        held.put(file.path(), file);
        if (held.size() > 2L * maxImages) {
            held.keySet().retainAll(sample());
        }
    }

    /** Takes an image out, if it is in. */
    public void remove(String sha256) {
        labels.remove(sha256);
        held.remove(sha256);
    }

    /** Images in the set, in the sample or not. */
    public int size() {
        return labels.size();
    }

    /** Whether the bytes of the whole sample are held. */
    public boolean isComplete() {
        return held.keySet().containsAll(sample());
    }

    /**
     * The sample as it is.
     *
     * @return empty if there is an {@link #obstacle}
     */
    public Optional<ProbeSet> set() {
        Set<String> sample = sample();
        if (obstacle().isPresent()) {
            return Optional.empty();
        }
        held.keySet().retainAll(sample);
        Map<String, Collection<ImageFile>> byLabel = new TreeMap<>();
        for (ImageFile file : held.values()) {
            byLabel.computeIfAbsent(requireNonNull(labels.get(file.path())), label -> new ArrayList<>())
                    .add(file);
        }
        return Optional.of(ProbeSet.of(name, byLabel, limits));
    }

    /** Why no score can be made from it yet: what is needed, and what is there. */
    public Optional<String> obstacle() {
        Map<String, List<String>> classes = largeClasses();
        int images = classes.values().stream().mapToInt(List::size).sum();
        if (classes.size() >= 2 && images >= minImages) {
            return Optional.empty();
        }
        return Optional.of("expected " + minImages + " labelled images in at least 2 classes of "
                + ProbeSetReader.MIN_PER_CLASS + " or more, found " + images + " in " + classes.size()
                + " such classes, and " + (labels.size() - images) + " in smaller ones");
    }

    private Set<String> sample() {
        Map<String, List<String>> classes = largeClasses();
        int quota = quota(classes.values());
        Set<String> sample = new HashSet<>();
        for (List<String> images : classes.values()) {
            images.stream()
                    .sorted(Comparator.comparingLong(this::order).thenComparing(Comparator.naturalOrder()))
                    .limit(quota)
                    .forEach(sample::add);
        }
        return sample;
    }

    private Map<String, List<String>> largeClasses() {
        Map<String, List<String>> classes = new TreeMap<>();
        labels.forEach((image, label) ->
                classes.computeIfAbsent(label, l -> new ArrayList<>()).add(image));
        classes.values().removeIf(images -> images.size() < ProbeSetReader.MIN_PER_CLASS);
        return classes;
    }

    /** As many of every class as fit: the largest q with {@code sum(min(size, q)) <= maxImages}, but never too few to split. */
    private int quota(Collection<List<String>> classes) {
        int low = ProbeSetReader.MIN_PER_CLASS;
        int high = Math.max(low, maxImages);
        while (low < high) {
            int middle = low + (high - low + 1) / 2;
            long total = classes.stream()
                    .mapToLong(images -> Math.min(images.size(), middle))
                    .sum();
            if (total <= maxImages) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    /** A place in a random order of all images that there could be. */
    private long order(String sha256) {
        return new SplittableRandom(seed ^ Long.parseUnsignedLong(sha256.substring(0, 16), 16)).nextLong();
    }
}
