package io.slipstream.evaluator.watch;

import io.slipstream.schemas.config.Key;

/** How much is computed for every window. */
public record StatisticsConfig(
        @Key(
                doc = "Permutations of a permutation test; a p-value cannot be below one over their number.",
                value = "500",
                min = 20,
                max = 100_000)
        int permutations,

        @Key(
                doc = "Principal components of the anchor for the Kolmogorov-Smirnov tests and the Fréchet distance.",
                value = "8",
                min = 1,
                max = 64)
        int components,

        @Key(doc = "Most drifted images named in a report.", value = "10", min = 0, max = 1_000)
        int mostDrifted) {}
