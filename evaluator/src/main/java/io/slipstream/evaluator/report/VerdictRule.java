package io.slipstream.evaluator.report;

import io.slipstream.evaluator.shift.SpaceChange;
import io.slipstream.schemas.record.SnapshotVerdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The verdict on a snapshot, a pure function of its quality, the lineage before it, and the change from its parent.
 *
 * <p>In this order: an untrained encoder is not judged. A trained one is collapsed if its embeddings lie together, on a
 * line, or tell images apart no better than views of one image; as long as the lineage is young, only if it is also closer
 * together than the untrained encoder. It is degrading if a measure has fallen too far below its median over the last
 * healthy snapshots, or less far but with a space that was torn from the parent's. A young lineage has no median yet, and is
 * compared with its parent instead, when the space was torn.
 *
 * <p>Only healthy snapshots enter the median, so that a lineage that stays bad does not become the norm.
 */
record VerdictRule(VerdictConfig config) {

    /**
     * A snapshot that was reported before.
     *
     * @param healthy whether that was the verdict
     */
    record Earlier(String snapshotId, long step, Quality quality, boolean healthy) {}

    /** A measure that is better the larger it is, where it could be measured. */
    private record Measure(String name, Function<Quality, @Nullable Double> value) {}

    private static final List<Measure> MEASURES = List.of(
            new Measure("RankMe", Quality::rankMe),
            new Measure("LiDAR", Quality::lidar),
            new Measure("separation", Quality::separation),
            new Measure("spread", quality -> 1 - quality.collapseLevel()));

    /**
     * Judges a snapshot.
     *
     * @param step optimizer steps of the snapshot
     * @param lineage earlier snapshots of the lineage under the same suite, by ascending step
     * @param parentId the parent, null if there is none
     * @param change from the parent's space, null if that cannot be told
     */
    Verdict judge(
            long step,
            Quality quality,
            List<Earlier> lineage,
            @Nullable String parentId,
            @Nullable SpaceChange change) {
        if (step == 0) {
            return new Verdict(SnapshotVerdict.HEALTHY, List.of());
        }
        List<Quality> healthy = lineage.stream()
                .filter(earlier -> earlier.healthy() && earlier.step() > 0)
                .map(Earlier::quality)
                .toList();
        healthy = healthy.subList(Math.max(0, healthy.size() - config.history()), healthy.size());
        boolean young = healthy.size() < config.minHistory();
        List<String> collapsed = collapsed(quality, young ? untrained(lineage) : null);
        if (!collapsed.isEmpty()) {
            return new Verdict(SnapshotVerdict.COLLAPSED, collapsed);
        }
        @Nullable String tear = tear(change);
        List<String> reasons = new ArrayList<>();
        if (!young) {
            reasons.addAll(falls(
                    quality,
                    healthy,
                    tear == null ? config.maxFall() : config.maxFallWhenTorn(),
                    "the median of the last " + healthy.size() + " healthy snapshots"));
        } else if (tear != null) {
            lineage.stream()
                    .filter(earlier -> earlier.snapshotId().equals(parentId) && earlier.step() > 0)
                    .forEach(parent -> reasons.addAll(
                            falls(quality, List.of(parent.quality()), config.maxFall(), "the parent's")));
        }
        if (tear != null && !reasons.isEmpty()) {
            reasons.add(tear);
        }
        return new Verdict(reasons.isEmpty() ? SnapshotVerdict.HEALTHY : SnapshotVerdict.DEGRADING, reasons);
    }

    /** Why the space counts as torn from the parent's, null if it does not. */
    private @Nullable String tear(@Nullable SpaceChange change) {
        if (change == null || change.cka() >= config.minCka()) {
            return null;
        }
        return text(
                "The space was torn from the parent's: CKA %.2f, expected at least %.2f.",
                change.cka(), config.minCka());
    }

    private static @Nullable Quality untrained(List<Earlier> lineage) {
        return lineage.stream()
                .filter(earlier -> earlier.step() == 0)
                .map(Earlier::quality)
                .findFirst()
                .orElse(null);
    }

    /** @param untrained what a young encoder must be worse than, null for one that is not young */
    private List<String> collapsed(Quality quality, @Nullable Quality untrained) {
        List<String> reasons = new ArrayList<>();
        double level = quality.collapseLevel();
        if (level > config.maxCollapseLevel() && (untrained == null || level > untrained.collapseLevel())) {
            reasons.add(text(
                    "The embeddings lie close together: collapse level %.3f, expected at most %.3f.",
                    level, config.maxCollapseLevel()));
        }
        if (quality.rankMe() < config.minRankMe() && (untrained == null || quality.rankMe() < untrained.rankMe())) {
            reasons.add(text(
                    "The embeddings lie on a line: RankMe %.2f, expected at least %.2f.",
                    quality.rankMe(), config.minRankMe()));
        }
        Double separation = quality.separation();
        Double before = untrained == null ? null : untrained.separation();
        if (separation != null && separation < config.minSeparation() && (before == null || separation < before)) {
            reasons.add(text(
                    "Different images lie hardly farther apart than views of the same one (alignment against"
                            + " uniformity): separation %.2f, expected at least %.2f.",
                    separation, config.minSeparation()));
        }
        return reasons;
    }

    private static List<String> falls(Quality quality, List<Quality> before, double most, String of) {
        List<String> reasons = new ArrayList<>();
        for (Measure measure : MEASURES) {
            Double now = measure.value().apply(quality);
            double[] past = before.stream()
                    .map(measure.value())
                    .filter(value -> value != null)
                    .mapToDouble(Double::doubleValue)
                    .sorted()
                    .toArray();
            if (now != null && past.length > 0 && now < (1 - most) * median(past)) {
                reasons.add(text(
                        "%s fell by %.0f %% below %s: %.3g after %.3g, expected at most %.0f %%.",
                        measure.name(), 100 * (1 - now / median(past)), of, now, median(past), 100 * most));
            }
        }
        return reasons;
    }

    private static double median(double[] sorted) {
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static String text(String form, Object... values) {
        return String.format(Locale.ROOT, form, values);
    }
}
