package io.slipstream.deploy.demo;

import io.slipstream.deploy.display.Display;
import io.slipstream.schemas.record.DeadLetter;
import io.slipstream.schemas.record.ModelSnapshot;
import io.slipstream.schemas.record.ProbeScore;
import io.slipstream.schemas.record.TrainingMetrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The lines the demo shows; pure functions. */
final class ProgressText {
    private ProgressText() {}

    /** The line that moves: {@code 1:12 of 3:00 | step 812 | 52,480 images | loss 0.412 | 231 images/s | data wait 2 % | lag 0}. */
    static String status(Duration elapsed, Optional<Duration> limit, Optional<TrainingMetrics> metrics) {
        String time = Display.clock(elapsed)
                + limit.map(l -> " of " + Display.clock(l)).orElse("");
        return time + " | " + metrics.map(ProgressText::figures).orElse("waiting for the first training step");
    }

    private static String figures(TrainingMetrics m) {
        return format(
                "step %,d | %,d images | loss %s | %,.0f images/s | data wait %.0f %% | lag %,d",
                m.getStep(),
                m.getImagesSeen(),
                decimals(m.getLoss()),
                m.getImagesPerSecond(),
                100 * m.getDataWaitShare(),
                m.getLagRecords());
    }

    /** A snapshot's score, beside that of the untrained encoder. */
    static String scored(ProbeScore score, Optional<ProbeScore> baseline, Optional<ModelSnapshot> snapshot) {
        if (score.getStep() == 0) {
            return format(
                    "untrained encoder: kNN %s (%d classes), RankMe %.1f of %d",
                    percent(score.getKnnTop1()), score.getClasses(), score.getRankMe(), score.getEmbeddingDim());
        }
        return format(
                "snapshot at step %,d: kNN %s%s, RankMe %.1f of %d, loss %s, %,d images seen",
                score.getStep(),
                percent(score.getKnnTop1()),
                baseline.map(b -> " (untrained " + percent(b.getKnnTop1()) + ")")
                        .orElse(""),
                score.getRankMe(),
                score.getEmbeddingDim(),
                decimals(snapshot.map(ModelSnapshot::getLoss).orElse(null)),
                score.getImagesSeen());
    }

    /** The first input refused for a reason. */
    static String refused(DeadLetter letter) {
        return format(
                "refused by %s: %s, %s; counted from here on, each one is on the dead-letter topic",
                letter.getStage(), letter.getReason(), letter.getMessage());
    }

    /** The closing summary. */
    static List<String> summary(Demo.Outcome outcome) {
        Report report = outcome.report();
        List<String> lines = new ArrayList<>();
        lines.add(format(
                "kNN: untrained encoder %s, last snapshot %s, %d snapshots",
                percent(report.baseline().knnTop1()),
                percent(report.lastScored().map(Report.Snapshot::knnTop1).orElse(null)),
                report.snapshots().size()));
        lines.add(format(
                "training: %,.0f images/s, waited for data %.0f %% of the time",
                report.throughput().imagesPerSecond(), 100 * report.throughput().dataWaitShare()));
        lines.add(ledger(report));
        report.deadLetters().forEach((reason, count) -> lines.add(format("refused: %s %,d", reason, count)));
        lines.add("snapshots in " + outcome.plan().snapshots() + ", logs in "
                + outcome.plan().logs());
        outcome.problems().forEach(problem -> lines.add("problem: " + problem));
        return lines;
    }

    private static String ledger(Report report) {
        if (report.ledger().isEmpty()) {
            return "ledger: empty";
        }
        long covered =
                report.ledger().stream().mapToLong(Report.Ledger::covered).sum();
        long accounted =
                report.ledger().stream().mapToLong(Report.Ledger::accountedFor).sum();
        boolean balances = report.ledger().stream().allMatch(Report.Ledger::balances);
        return format(
                "ledger: %,d records read, %,d accounted for, %s",
                covered, accounted, balances ? "balanced" : "NOT balanced");
    }

    private static String percent(@Nullable Double share) {
        return share == null ? "-" : format("%.1f %%", 100 * share);
    }

    private static String decimals(@Nullable Double value) {
        return value == null ? "-" : format("%.3f", value);
    }

    private static String format(String pattern, @Nullable Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
