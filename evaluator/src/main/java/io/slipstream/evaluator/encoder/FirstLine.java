package io.slipstream.evaluator.encoder;

/** The first line of an error's message: libtorch appends a stack trace of its own, which belongs in the cause. */
final class FirstLine {

    private FirstLine() {}

    static String of(Throwable e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("no message");
    }
}
