package io.slipstream.trainer.method;

import io.slipstream.schemas.config.Key;

/** Settings of DINO. */
public record DinoConfig(
        @Key(doc = "Width of the head's hidden layers; 2048 in the paper.", value = "512", min = 1)
        int hidden,

        @Key(doc = "Length of the normalized vector before the prototypes; 256 in the paper.", value = "128", min = 2)
        int bottleneck,

        @Key(
                doc = "Prototypes, the head's outputs; 65536 in the paper, 1024 to 4096 for streams of up to a hundred"
                        + " thousand different images.",
                value = "1024",
                min = 2,
                max = 1048576)
        int prototypes,

        @Key(doc = "Batch norm in the head: usual with a ResNet on small images, not in the paper.", value = "false")
        boolean headBatchNorm,

        @Key(doc = "Temperature of the student's distribution; 0.1 in the paper.", value = "0.1", min = 0.001, max = 10)
        double studentTemperature,

        @Key(
                doc =
                        "Temperature of the teacher's distribution after the warm-up; 0.04 to 0.07 in the paper, higher is"
                                + " unstable.",
                value = "0.04",
                min = 0.001,
                max = 10)
        double teacherTemperature,

        @Key(doc = "Temperature of the teacher's distribution at the start.", value = "0.04", min = 0.001, max = 10)
        double teacherTemperatureStart,

        @Key(doc = "Steps over which the teacher's temperature changes.", value = "0", min = 0)
        long teacherTemperatureSteps,

        @Key(
                doc = "Share of itself that the center keeps at each step; 0.9 in the paper.",
                value = "0.9",
                min = 0,
                max = 1)
        double centerMomentum,

        @Key(
                doc =
                        "Steps in which the prototypes stay as they are; an epoch, 1251 steps at batch 1024, in the paper.",
                value = "100",
                min = 0)
        long frozenLastLayerSteps,

        @Key(
                doc = "Images after which the teacher keeps half of what it was: the EMA momentum as a half-life."
                        + " 0.996 at batch 1024, as in the paper, is 177000.",
                value = "8800",
                min = 1)
        double teacherHalfLife) {

    public DinoConfig {
        if (teacherTemperature > studentTemperature || teacherTemperatureStart > studentTemperature) {
            throw new IllegalArgumentException("teacher-temperature: must not exceed student-temperature, which is "
                    + studentTemperature + ", at any step: a teacher that is not sharper teaches nothing");
        }
    }
}
