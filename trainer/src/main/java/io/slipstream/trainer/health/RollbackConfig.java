package io.slipstream.trainer.health;

import io.slipstream.schemas.config.Key;

/** What the trainer does when learning has gone wrong. */
public record RollbackConfig(
        @Key(
                doc =
                        "How often training goes back to its last healthy checkpoint before it gives up and stops; 0 stops"
                                + " at once.",
                value = "3",
                min = 0,
                max = 1000)
        int tries,

        @Key(
                doc = "Whether a verdict of collapse makes training go back; a loss that is no number always does.",
                value = "true")
        boolean onCollapse,

        @Key(
                doc =
                        "What becomes of the records since that checkpoint: rewarm trains on them again while the learning"
                                + " rate warms up anew, skip counts them as dropped.",
                value = "rewarm")
        Then then) {

    /** What becomes of the records since the checkpoint that training went back to. */
    public enum Then {
        REWARM,
        SKIP
    }

    /** Whether a verdict makes training go back. */
    public boolean isCalledForBy(Health.Verdict verdict) {
        return switch (verdict) {
            case HEALTHY, STUCK -> false;
            case COLLAPSED -> onCollapse;
            case DIVERGED -> true;
        };
    }
}
