package io.slipstream.trainer.health;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * A verdict on learning, with its reasons in plain words.
 *
 * @param verdict the worst of what was found
 * @param reasons one sentence per finding; empty when healthy
 */
public record Health(Verdict verdict, List<String> reasons) {

    /** From well to worst. */
    public enum Verdict {
        /** Nothing is wrong as far as a batch can tell. */
        HEALTHY,
        /** The loss stays where outputs that tell nothing apart would leave it. */
        STUCK,
        /** All images get nearly the same output. */
        COLLAPSED,
        /** The loss is infinite or not a number. */
        DIVERGED
    }

    /**
     * What the verdict is about: means since the last one.
     *
     * @param steps steps taken so far
     * @param loss mean loss
     * @param chance loss of outputs that tell nothing apart; empty where there is no such value
     * @param collapseLevel mean collapse level of the student's outputs, 0..1
     * @param rank last effective rank of a batch; empty before the first measurement
     * @param gradientNorm mean global norm of the gradients
     */
    public record Figures(
            long steps,
            double loss,
            OptionalDouble chance,
            double collapseLevel,
            OptionalDouble rank,
            double gradientNorm) {}

    public Health {
        reasons = List.copyOf(reasons);
    }

    /** The verdict on these figures. */
    public static Health of(Figures figures, HealthConfig config) {
        if (!Double.isFinite(figures.loss())) {
            return new Health(
                    Verdict.DIVERGED,
                    List.of("the loss is " + figures.loss() + ": the learning rate is too high for this network"));
        }
        if (!Double.isFinite(figures.gradientNorm())) {
            return new Health(
                    Verdict.DIVERGED,
                    List.of("the norm of the gradients is " + figures.gradientNorm()
                            + ": the step that was taken on them has spoilt the weights"));
        }
        List<String> reasons = new ArrayList<>();
        Verdict verdict = Verdict.HEALTHY;
        boolean young = figures.steps() < config.learningSteps();
        if (!young && isAtChance(figures, config)) {
            verdict = Verdict.STUCK;
            reasons.add(text(
                    "the loss, %.4f, is within %.1f %% of %.4f, its value when outputs tell nothing apart",
                    figures.loss(),
                    config.chanceMargin() * 100,
                    figures.chance().orElseThrow()));
        }
        if (!young && figures.collapseLevel() >= config.collapseLevel()) {
            verdict = Verdict.COLLAPSED;
            reasons.add(text(
                    "the student's outputs are nearly one point: collapse level %.3f, limit %.3f",
                    figures.collapseLevel(), config.collapseLevel()));
        }
        if (!young && figures.rank().isPresent() && figures.rank().getAsDouble() < config.rank()) {
            verdict = Verdict.COLLAPSED;
            reasons.add(text(
                    "the embeddings of a batch use %.2f dimensions, limit %.2f",
                    figures.rank().getAsDouble(), config.rank()));
        }
        return new Health(verdict, reasons);
    }

    private static boolean isAtChance(Figures figures, HealthConfig config) {
        if (figures.chance().isEmpty()) {
            return false;
        }
        double chance = figures.chance().getAsDouble();
        return Math.abs(figures.loss() - chance) <= config.chanceMargin() * Math.abs(chance);
    }

    private static String text(String format, Object... arguments) {
        return String.format(Locale.ROOT, format, arguments);
    }
}
