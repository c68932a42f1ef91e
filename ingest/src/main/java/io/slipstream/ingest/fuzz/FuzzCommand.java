package io.slipstream.ingest.fuzz;

import io.slipstream.schemas.config.ConfigLoader;
import io.slipstream.schemas.image.ImageLimits;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code slipstream fuzz}: tries Slipstream, here or at the other end of a topic or URL, with hostile images. */
@Command(
        name = "fuzz",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Makes damaged, lying and hostile images, the same ones from the same seed, and reads them here,",
            "or writes them to a tar, a topic or a URL."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:every image was accepted or refused with a reason",
            "1:an image crashed, hung or took too much memory, or did not arrive",
            "2:wrong usage"
        })
public final class FuzzCommand implements Callable<Integer> {

    private static final String SYNTHETIC = "synthetic";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--images",
            paramLabel = "SET",
            defaultValue = SYNTHETIC,
            description = "Images to start from: a directory, an archive, or ${DEFAULT-VALUE} (the default).")
    private String images = SYNTHETIC;

    @Option(names = "--count", paramLabel = "N", defaultValue = "20000", description = "How many (${DEFAULT-VALUE}).")
    private int count;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "What they follow from (${DEFAULT-VALUE}).")
    private long seed;

    @ArgGroup(multiplicity = "1")
    private Target target = new Target();

    private static final class Target {
        @Option(names = "--check", description = "Read them in this process and report what became of them.")
        private boolean check;

        @Option(names = "--out", paramLabel = "FILE", description = "Write them to this tar.")
        private @Nullable Path tar;

        @Option(names = "--to-topic", paramLabel = "TOPIC", description = "Send them as plain records, of source fuzz.")
        private @Nullable String topic;

        @Option(names = "--to-url", paramLabel = "URL", description = "Post them, as source fuzz.")
        private @Nullable URI url;
    }

    @Option(
            names = "--brokers",
            paramLabel = "HOST:PORT",
            defaultValue = "127.0.0.1:9092",
            description = "Of the topic (${DEFAULT-VALUE}).")
    private String brokers = "";

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            defaultValue = "${env:SLIPSTREAM_TOKEN}",
            description = "Bearer token for the URL (default: the environment's SLIPSTREAM_TOKEN).")
    private @Nullable String token;

    @Option(
            names = "--hang",
            paramLabel = "SECONDS",
            defaultValue = "20",
            description = "An image that takes more processor time to check hangs (${DEFAULT-VALUE}).")
    private int hang;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (count < 1 || hang < 1) {
            throw new ParameterException(spec.commandLine(), "--count and --hang: allowed: a whole number from 1 on");
        }
        ImageLimits limits = ConfigLoader.defaults(ImageLimits.class);
        List<Seed> seeds = images.equals(SYNTHETIC) ? SeedImages.synthetic() : SeedImages.from(Path.of(images), limits);
        FuzzCases cases = new FuzzCases(seeds, seed);
        PrintWriter console = spec.commandLine().getOut();
        boolean sound;
        if (target.check) {
            sound = new CheckRun(limits, Duration.ofSeconds(hang)).run(cases, count, console);
        } else {
            send(cases, console);
            sound = true;
        }
        console.flush();
        return sound ? 0 : 1;
    }

    private void send(FuzzCases cases, PrintWriter console) throws IOException, InterruptedException {
        try (CaseSink sink = sink();
                FuzzProgress progress = new FuzzProgress(count)) {
            for (int number = 0; number < count; number++) {
                sink.accept(cases.at(number));
                progress.update(number + 1);
            }
            console.print(sink.finish());
        }
    }

    private CaseSink sink() throws IOException {
        if (target.tar != null) {
            return new CaseTar(target.tar);
        }
        if (target.topic != null) {
            return new CaseTopic(brokers, target.topic);
        }
        if (target.url != null) {
            return new CaseUrl(target.url, Optional.ofNullable(token));
        }
        throw new IllegalStateException("expected a target");
    }
}
