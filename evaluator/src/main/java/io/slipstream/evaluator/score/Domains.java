package io.slipstream.evaluator.score;

import io.slipstream.evaluator.follow.ModelHistory;
import io.slipstream.evaluator.metric.AccuracyMatrix;
import io.slipstream.schemas.record.ContinualScore;
import io.slipstream.schemas.record.ModelSnapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The domains that the stream has shown one after the other, and what a lineage has kept of them.
 *
 * <p>A snapshot belongs to the last domain that had begun when it was taken. The end of a past domain is its last snapshot
 * with scores; the present domain ends, for now, with the snapshot that is judged. Accuracy is kNN top-1 on the domain's
 * probe set; only scores under the suites of the judged snapshot count. A domain without a scored snapshot in it is left
 * out.
 *
 * <p>Pure. Sources: {@link AccuracyMatrix}.
 */
public final class Domains {

    private final List<DomainConfig> domains;

    /**
     * Domains in the order in which they began.
     *
     * @throws IllegalArgumentException {@code "domains: …"} if a name comes twice, or a domain but the first has no start
     */
    public Domains(List<DomainConfig> domains) {
        this.domains = List.copyOf(domains);
        Set<String> names = new HashSet<>();
        for (int i = 0; i < domains.size(); i++) {
            DomainConfig domain = domains.get(i);
            if (!names.add(domain.name())) {
                throw new IllegalArgumentException("domains: distinct names; " + domain.name() + " comes twice");
            }
            if (domain.hasStart() != (i > 0)) {
                throw new IllegalArgumentException("domains: from-images or from-time for every domain but the first, "
                        + "which began with the stream; see " + domain.name());
            }
        }
    }

    /** The domains, in their order. */
    public List<DomainConfig> all() {
        return domains;
    }

    /** A snapshot at the end of a domain. */
    private record End(int domain, String snapshotId) {}

    /**
     * Forgetting and transfer of a lineage up to a snapshot.
     *
     * @param scores with those of the snapshot
     * @param models knows when snapshots were taken
     * @return empty if no domain is named, or the snapshot has no score on one of the domains so far
     */
    public Optional<ContinualScore> upTo(ModelSnapshot snapshot, ScoreHistory scores, ModelHistory models) {
        int now = domainOf(snapshot.getImagesSeen(), snapshot.getCreatedAt());
        List<End> ends = new ArrayList<>();
        for (int domain = 0; domain < now; domain++) {
            lastOf(domain, snapshot, scores, models).ifPresent(ends::add);
        }
        if (now >= 0) {
            ends.add(new End(now, snapshot.getSnapshotId()));
        }
        return ends.isEmpty() ? Optional.empty() : measure(ends, snapshot, scores);
    }

    private int domainOf(long imagesSeen, Instant taken) {
        int last = -1;
        for (int domain = 0; domain < domains.size(); domain++) {
            if (domains.get(domain).hadBegun(imagesSeen, taken)) {
                last = domain;
            }
        }
        return last;
    }

    /** The last snapshot of a domain that has a score on it, before the given one and of its lineage. */
    private Optional<End> lastOf(int domain, ModelSnapshot before, ScoreHistory scores, ModelHistory models) {
        return scores.scores(domains.get(domain).probeSet()).stream()
                .filter(score -> score.modelId().equals(before.getModelId()) && score.step() < before.getStep())
                .filter(score -> score.step() > 0)
                .filter(score -> models.snapshot(score.snapshotId())
                        .filter(taken -> domainOf(taken.getImagesSeen(), taken.getCreatedAt()) == domain)
                        .isPresent())
                .filter(score -> isComparable(score, before, scores))
                .filter(score -> knowsAllUpTo(domain, score.snapshotId(), before, scores))
                .max(Comparator.comparingLong(ScoreHistory.Known::step))
                .map(score -> new End(domain, score.snapshotId()));
    }

    /** Whether the snapshot has scores on all domains up to this one on which the judged snapshot has them. */
    private boolean knowsAllUpTo(int domain, String snapshotId, ModelSnapshot judged, ScoreHistory scores) {
        return IntStream.rangeClosed(0, domain)
                .filter(past -> scores.score(domains.get(past).probeSet(), judged.getSnapshotId())
                        .isPresent())
                .noneMatch(past -> Double.isNaN(accuracy(snapshotId, past, judged, scores)));
    }

    private static boolean isComparable(ScoreHistory.Known score, ModelSnapshot with, ScoreHistory scores) {
        return scores.score(score.probeSet(), with.getSnapshotId())
                .filter(other -> other.suite().equals(score.suite()))
                .isPresent();
    }

    private Optional<ContinualScore> measure(List<End> ends, ModelSnapshot snapshot, ScoreHistory scores) {
        int t = ends.size();
        double[][] accuracy = new double[t][t];
        for (int i = 0; i < t; i++) {
            for (int j = 0; j < t; j++) {
                accuracy[i][j] = accuracy(ends.get(i).snapshotId(), ends.get(j).domain(), snapshot, scores);
                if (j <= i && Double.isNaN(accuracy[i][j])) {
                    return Optional.empty();
                }
            }
        }
        List<String> names =
                ends.stream().map(end -> domains.get(end.domain()).name()).toList();
        AccuracyMatrix matrix = new AccuracyMatrix(names, accuracy);
        double backward = t > 1 ? matrix.backwardTransfer() : 0;
        return Optional.of(ContinualScore.newBuilder()
                .setAverageAccuracy(matrix.averageAccuracy())
                .setFinalAccuracy(matrix.finalAccuracy())
                .setForgetting(0 - backward)
                .setBackwardTransfer(backward)
                .setForwardTransfer(forward(matrix, ends, snapshot, scores))
                .setDomains(names)
                .build());
    }

    private @Nullable Double forward(
            AccuracyMatrix matrix, List<End> ends, ModelSnapshot snapshot, ScoreHistory scores) {
        if (ends.size() < 2) {
            return null;
        }
        double[] untrained = ends.stream()
                .map(end -> domains.get(end.domain()).probeSet())
                .map(set -> scores.score(set, snapshot.getSnapshotId())
                        .flatMap(score -> scores.baseline(snapshot.getModelId(), set, score.suite()))
                        .map(ScoreHistory.Known::knnTop1)
                        .orElse(Double.NaN))
                .mapToDouble(Double::doubleValue)
                .toArray();
        double transfer = matrix.forwardTransfer(untrained);
        return Double.isNaN(transfer) ? null : transfer;
    }

    /** NaN if the snapshot has no score there that compares with that of the judged snapshot. */
    private double accuracy(String snapshotId, int domain, ModelSnapshot judged, ScoreHistory scores) {
        return scores.score(domains.get(domain).probeSet(), snapshotId)
                .filter(score -> isComparable(score, judged, scores))
                .map(ScoreHistory.Known::knnTop1)
                .orElse(Double.NaN);
    }
}
