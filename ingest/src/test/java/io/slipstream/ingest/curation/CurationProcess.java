package io.slipstream.ingest.curation;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;

/** {@code slipstream curate} as a process of its own, which a test can kill. */
final class CurationProcess {

    private CurationProcess() {}

    static Process start(Path config, Path log) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = List.of(
                java,
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                CurationProcess.class.getName(),
                "--config",
                config.toString());
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    public static void main(String[] args) {
        System.exit(new CommandLine(new CurateCommand()).execute(args));
    }
}
