package io.slipstream.evaluator.channel.gate;

import io.slipstream.schemas.config.Key;
import io.slipstream.schemas.record.ProbeScore;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The gate of one labelled probe set. */
public record ProbeGate(
        @Key(doc = "Which probe: knn, the nearest neighbours, or linear.", value = "knn")
        Measure measure,

        @Key(
                doc =
                        "How far below the stable snapshot's accuracy the upper end of the snapshot's 95 % interval may lie.",
                value = "0",
                min = 0,
                max = 1)
        double tolerance,

        @Key(doc = "Smallest accuracy whatever the stable snapshot has; 0 for none.", value = "0", min = 0, max = 1)
        double min) {

    /** A probe. */
    public enum Measure {
        /** Nearest neighbours. */
        KNN,
        /** Logistic regression. */
        LINEAR
    }

    /**
     * An accuracy and the upper end of its interval.
     *
     * @param top1 accuracy, 0..1
     * @param high upper end of its 95 % interval; the accuracy itself where there is no interval
     */
    record Accuracy(double top1, double high) {}

    /** The accuracy in a score, or empty if it lacks this probe. */
    Optional<Accuracy> of(ProbeScore score) {
        if (measure == Measure.KNN) {
            @Nullable Double high = score.getKnnHigh();
            return Optional.of(new Accuracy(score.getKnnTop1(), high == null ? score.getKnnTop1() : high));
        }
        return Optional.ofNullable(score.getLinear()).map(linear -> new Accuracy(linear.getTop1(), linear.getHigh()));
    }
}
