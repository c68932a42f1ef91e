package io.slipstream.trainer;

/** Training has left the numbers: the loss is infinite or not a number. Stop; nothing after it is worth publishing. */
final class DivergedException extends Exception {

    DivergedException(long step, double loss) {
        super("expected a finite loss, found " + loss + " at step " + step
                + ": lower optimizer.learning-rate or lengthen optimizer.warm-up-steps");
    }
}
