package io.slipstream.evaluator.score;

import io.slipstream.schemas.config.Key;
import java.util.List;

/** The few-shot probe: the linear probe on a few images of each class. */
public record FewShotConfig(
        @Key(
                doc =
                        "Labelled images of each class, one score for each number; numbers that the smallest class does not have"
                                + " are left out. [] turns the probe off.",
                value = "[1, 5, 10]",
                min = 1,
                max = 100_000)
        List<Integer> shots,

        @Key(doc = "Draws of the labelled images, over which the mean is taken.", value = "5", min = 2, max = 1000)
        int draws,

        @Key(
                doc = "Inverse strength C of the regularization: with so few images there are none to choose it by.",
                value = "0.01",
                min = 1e-12,
                max = 1e12)
        double inverseStrength) {}
