package io.slipstream.evaluator.channel.log;

/** Another promoter decides for this model now. Stop, and do not start again beside it. */
public final class FencedException extends RuntimeException {

    FencedException(String model, Throwable cause) {
        super(
                "Another promoter of model '" + model + "' has taken over, or this one stood still in the middle of a"
                        + " transaction for longer than transaction.timeout.ms: the broker takes nothing more from it."
                        + " Run one promoter per model.",
                cause);
    }
}
