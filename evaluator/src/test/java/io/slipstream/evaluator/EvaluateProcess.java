package io.slipstream.evaluator;

import picocli.CommandLine;

/** The command as a process of its own, for tests of signals. */
final class EvaluateProcess {

    private EvaluateProcess() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new EvaluateCommand()).execute(args));
    }
}
