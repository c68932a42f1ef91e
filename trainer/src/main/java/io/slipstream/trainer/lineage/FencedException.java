package io.slipstream.trainer.lineage;

/** Another trainer writes this lineage now. Stop, and do not start again beside it. */
public final class FencedException extends LineageException {

    FencedException(String model, Throwable cause) {
        super(
                "Another trainer of model '" + model + "' has taken over, or this one stood still in the middle of a"
                        + " transaction for longer than transaction.timeout.ms: the broker takes nothing more from it."
                        + " What it learned since its last checkpoint is left to its successor. Run one trainer per"
                        + " model.",
                cause);
    }
}
