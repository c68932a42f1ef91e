package io.slipstream.ingest.fuzz;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * An endless numbered row of cases: the same images and the same seed give the same bytes, in any order and on any
 * machine. The synthetic images are the same on the same JDK, whose encoders make them. Thread-safe.
 */
final class FuzzCases {

    private static final long GOLDEN_RATIO = 0x9e3779b97f4a7c15L;
    private static final int ALL_WEIGHTS =
            Arrays.stream(Mutation.values()).mapToInt(Mutation::weight).sum();

    private final List<Seed> seeds;
    private final long seed;

    /** @param seeds one at least */
    FuzzCases(List<Seed> seeds, long seed) {
        if (seeds.isEmpty()) {
            throw new IllegalArgumentException("expected images to start from, found none");
        }
        this.seeds = seeds;
        this.seed = seed;
    }

    FuzzCase at(int number) {
        SplittableRandom random = new SplittableRandom(seed + number * GOLDEN_RATIO);
        Mutation mutation = mutation(random.nextInt(ALL_WEIGHTS));
        Seed from = mutation == Mutation.BOMB ? Bomb.any(random) : any(random);
        byte[] bytes = mutation.apply(from.bytes().clone(), any(random).bytes(), random);
        return new FuzzCase(number, mutation, from.name(), bytes);
    }

    private Seed any(SplittableRandom random) {
        return seeds.get(random.nextInt(seeds.size()));
    }

    private static Mutation mutation(int ticket) {
        int left = ticket;
        for (Mutation mutation : Mutation.values()) {
            left -= mutation.weight();
            if (left < 0) {
                return mutation;
            }
        }
        throw new AssertionError("expected a ticket below " + ALL_WEIGHTS + ", found " + ticket);
    }
}
