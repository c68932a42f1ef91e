package io.slipstream.deploy.chaos;

/**
 * A kill that was made.
 *
 * @param trainer which trainer of the model it hit, from 1
 * @param point when
 * @param checkpoints how many checkpoints that trainer had committed, as far as its log says
 */
record Kill(int trainer, KillPoint point, int checkpoints) {

    /** For people. */
    @Override
    public String toString() {
        return "%s of trainer %d, which had committed %d checkpoints".formatted(point, trainer, checkpoints);
    }
}
