package io.slipstream.evaluator.report;

import io.slipstream.schemas.config.Key;

/** When a snapshot is called degrading or collapsed. */
public record VerdictConfig(
        @Key(
                doc = "Healthy snapshots of the lineage, the last ones, whose median a snapshot is compared with.",
                value = "8",
                min = 1,
                max = 1000)
        int history,

        @Key(
                doc =
                        "Healthy trained snapshots there must be before a fall below their median counts; a young lineage moves"
                                + " a lot.",
                value = "3",
                min = 1,
                max = 1000)
        int minHistory,

        @Key(
                doc = "Share of the median that RankMe, LiDAR, separation or spread (1 - collapse level) may fall by.",
                value = "0.4",
                min = 0.01,
                max = 1)
        double maxFall,

        @Key(doc = "CKA with the parent below which the space counts as torn.", value = "0.6", min = 0, max = 1)
        double minCka,

        @Key(
                doc = "Share that RankMe, LiDAR, separation or spread may fall by when the space is torn.",
                value = "0.15",
                min = 0.01,
                max = 1)
        double maxFallWhenTorn,

        @Key(doc = "Collapse level above which a trained snapshot is collapsed.", value = "0.95", min = 0, max = 1)
        double maxCollapseLevel,

        @Key(doc = "RankMe below which a trained snapshot is collapsed.", value = "1.5", min = 1)
        double minRankMe,

        @Key(
                doc =
                        "Separation below which a trained snapshot is collapsed: different images lie no farther apart than"
                                + " views of the same image, which is 1.",
                value = "1.1",
                min = 0)
        double minSeparation) {

    public VerdictConfig {
        if (minHistory > history) {
            throw new IllegalArgumentException("min-history: at most history, which is " + history);
        }
    }
}
