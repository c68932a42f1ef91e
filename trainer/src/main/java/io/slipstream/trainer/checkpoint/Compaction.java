package io.slipstream.trainer.checkpoint;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which segments of a replay buffer are worth writing anew, so that neither their bytes nor their number grow. */
final class Compaction {

    /** A segment of which a smaller share is still in use is written anew: the buffer never takes more than four times. */
    private static final int LEAST_USED = 4;

    /** Small segments are joined before there are more than so many. */
    static final int MOST_SEGMENTS = 64;

    private Compaction() {}

    /**
     * The segments whose images go into the next one.
     *
     * @param used images still in use by segment, each at least 1
     * @param images images by segment
     */
    static Set<Blob> rewritten(Map<Blob, Integer> used, Map<Blob, Integer> images) {
        Set<Blob> rewritten = new HashSet<>();
        used.forEach((segment, count) -> {
            if ((long) count * LEAST_USED < images.getOrDefault(segment, 0)) {
                rewritten.add(segment);
            }
        });
        List<Blob> smallestFirst = used.keySet().stream()
                .filter(segment -> !rewritten.contains(segment))
                .sorted(Comparator.comparing((Blob segment) -> used.getOrDefault(segment, 0))
                        .thenComparing(Blob::sha256))
                .toList();
        if (smallestFirst.size() >= MOST_SEGMENTS) {
            // Half of them at once: an image is then written a few times in its life, not at every checkpoint.
            rewritten.addAll(smallestFirst.subList(0, smallestFirst.size() - MOST_SEGMENTS / 2));
        }
        return rewritten;
    }
}
