package io.slipstream.evaluator;

import io.slipstream.evaluator.probe.ProbeSetException;
import io.slipstream.schemas.config.ConfigException;
import io.slipstream.schemas.config.ConfigLoader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code slipstream evaluate}: scores every published snapshot on a labelled probe set until it is told to stop. */
@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        description = "Scores every published snapshot on a labelled probe set and publishes the scores.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:stopped in order",
            "1:failed, for instance because the broker did not answer for too long",
            "2:the configuration, the command line or the probe set cannot be used"
        })
public final class EvaluateCommand implements Callable<Integer> {

    private static final Logger log = LoggerFactory.getLogger(EvaluateCommand.class);

    private static final int OK = 0;
    private static final int FAILED = 1;
    private static final int UNUSABLE = 2;

    /** How long a signal waits for the snapshot in hand. */
    private static final Duration LONGEST_STOP = Duration.ofMinutes(2);

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--config", paramLabel = "FILE", description = "Configuration, YAML; see the reference page.")
    private @Nullable Path config;

    @Override
    public Integer call() {
        try {
            EvaluatorConfig loaded = config == null
                    ? ConfigLoader.parse("", "evaluator.yaml", EvaluatorConfig.class)
                    : ConfigLoader.load(config, EvaluatorConfig.class);
            log.atInfo().addKeyValue("config", ConfigLoader.hash(loaded)).log("Starting the evaluator");
            log.atDebug().log("Effective configuration:\n{}", ConfigLoader.effectiveYaml(loaded));
            return run(loaded);
        } catch (ConfigException | ProbeSetException unusable) {
            complain(String.valueOf(unusable.getMessage()));
            return UNUSABLE;
        } catch (IOException | RuntimeException failed) {
            log.atError().setCause(failed).log("The evaluator failed");
            return FAILED;
        }
    }

    private static int run(EvaluatorConfig config) throws IOException, ProbeSetException {
        CountDownLatch finished = new CountDownLatch(1);
        try (Evaluator evaluator = Evaluator.open(config, Clock.systemUTC())) {
            Thread hook = new Thread(() -> stopAndWait(evaluator, finished), "stop-evaluator");
            Runtime.getRuntime().addShutdownHook(hook);
            evaluator.run();
            return OK;
        } finally {
            finished.countDown();
        }
    }

    private static void stopAndWait(Evaluator evaluator, CountDownLatch finished) {
        evaluator.stop();
        try {
            if (!finished.await(LONGEST_STOP.toSeconds(), TimeUnit.SECONDS)) {
                log.atWarn()
                        .addKeyValue("seconds", LONGEST_STOP.toSeconds())
                        .log("Gave up waiting for the snapshot in hand");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void complain(String message) {
        if (spec != null) {
            spec.commandLine().getErr().println(message);
        }
    }
}
