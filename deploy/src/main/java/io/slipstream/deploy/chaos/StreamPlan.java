package io.slipstream.deploy.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * A topic as it is to be written: images, with poison and duplicates among them, on partitions of different lengths.
 *
 * <p>Records are dealt to the partitions in turn, one each, as long as a partition is to have more; so the order in which
 * they are written is the one in which a trainer takes them.
 *
 * @param partitions number of partitions
 * @param entries records in the order they are written
 */
record StreamPlan(int partitions, List<Entry> entries) {

    private static final int PERCENT_POISON = 3;
    private static final int PERCENT_DUPLICATES = 3;
    private static final List<Content> POISONS =
            List.of(Content.EMPTY, Content.BAD_FRAME, Content.LABELLED, Content.TRUNCATED, Content.HASH_MISMATCH);

    /**
     * One record.
     *
     * @param partition where it lies
     * @param offset its offset there
     * @param content what it holds
     * @param frame number of the camera's frame it holds or was made from
     */
    record Entry(int partition, long offset, Content content, long frame) {}

    /** How many records of a partition there are in all, and of each kind. */
    record Tally(long records, long images, long duplicates, long poison) {}

    StreamPlan {
        entries = List.copyOf(entries);
    }

    /**
     * A topic of so many different images; poison and duplicates, about 3 % each, come on top of them.
     *
     * @param seed decides which records are which
     */
    static StreamPlan of(int images, int partitions, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Entry> entries = new ArrayList<>();
        int[] imagesLeft = shares(images, partitions);
        long[] offsets = new long[partitions];
        long[] lastImage = new long[partitions];
        long frame = 0;
        while (IntStream.of(imagesLeft).sum() > 0) {
            for (int p = 0; p < partitions; p++) {
                if (imagesLeft[p] > 0) {
                    Content content = draw(random, offsets[p] == 0);
                    if (content == Content.IMAGE) {
                        imagesLeft[p]--;
                        lastImage[p] = frame;
                    }
                    long shown = content == Content.DUPLICATE ? lastImage[p] : frame++;
                    entries.add(new Entry(p, offsets[p]++, content, shown));
                }
            }
        }
        return new StreamPlan(partitions, entries);
    }

    /** A partition begins with an image, so that there is one to repeat. */
    private static Content draw(SplittableRandom random, boolean first) {
        int percent = random.nextInt(100);
        if (first || percent >= PERCENT_POISON + PERCENT_DUPLICATES) {
            return Content.IMAGE;
        }
        return percent < PERCENT_POISON ? POISONS.get(random.nextInt(POISONS.size())) : Content.DUPLICATE;
    }

    /** Images by partition, in the ratio of 2 to 3 to 4, again and again; the first one gets what is left over. */
    private static int[] shares(int images, int partitions) {
        int[] shares = IntStream.range(0, partitions).map(p -> 2 + p % 3).toArray();
        int whole = IntStream.of(shares).sum();
        for (int p = 0; p < partitions; p++) {
            shares[p] = (int) ((long) images * shares[p] / whole);
        }
        shares[0] += images - IntStream.of(shares).sum();
        return shares;
    }

    /** The numbers of a partition. */
    Tally tally(int partition) {
        List<Content> contents = entries.stream()
                .filter(entry -> entry.partition() == partition)
                .map(Entry::content)
                .toList();
        return new Tally(
                contents.size(),
                contents.stream().filter(content -> content == Content.IMAGE).count(),
                contents.stream()
                        .filter(content -> content == Content.DUPLICATE)
                        .count(),
                contents.stream().filter(Content::isPoison).count());
    }

    /**
     * Number, among all {@link #entries}, of the first record that a reader has not read; empty when it has read all.
     *
     * @param nextOffsets the reader's next offset on each partition
     */
    OptionalInt firstUnread(Map<Integer, Long> nextOffsets) {
        return IntStream.range(0, entries.size())
                .filter(i -> entries.get(i).offset()
                        >= nextOffsets.getOrDefault(entries.get(i).partition(), 0L))
                .findFirst();
    }
}
