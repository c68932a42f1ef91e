package io.slipstream.ingest;

import picocli.CommandLine;

/** {@code slipstream ingest} as a process of its own, to be killed. */
final class IngestProcess {

    private IngestProcess() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new IngestCommand()).execute(arguments));
    }
}
