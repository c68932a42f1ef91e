package io.slipstream.evaluator;

import io.slipstream.evaluator.canonical.CanonicalSetException;
import io.slipstream.evaluator.probe.ProbeSetException;
import io.slipstream.schemas.config.ConfigException;
import io.slipstream.schemas.config.ConfigLoader;
import io.slipstream.schemas.service.StopSignal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code slipstream evaluate}: scores and reports on every published snapshot until it is told to stop. */
@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        description = "Scores every published snapshot on the labelled probe sets, reports on it without labels, and"
                + " publishes both.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:stopped in order",
            "1:failed, for instance because the broker did not answer for too long",
            "2:the configuration, the command line, a probe set or the canonical images cannot be used"
        })
public final class EvaluateCommand implements Callable<Integer> {

    private static final Logger log = LoggerFactory.getLogger(EvaluateCommand.class);

    private static final int OK = 0;
    private static final int FAILED = 1;
    private static final int UNUSABLE = 2;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--config", paramLabel = "FILE", description = "Configuration, YAML; see the reference page.")
    private @Nullable Path config;

    @Override
    public Integer call() {
        try {
            EvaluatorConfig loaded = ConfigLoader.loadOrDefaults(config, EvaluatorConfig.class);
            log.atInfo().addKeyValue("config", ConfigLoader.hash(loaded)).log("Starting the evaluator");
            log.atDebug().log("Effective configuration:\n{}", ConfigLoader.effectiveYaml(loaded));
            return StopSignal.guard(stop -> run(loaded, stop));
        } catch (ConfigException | ProbeSetException | CanonicalSetException unusable) {
            complain(String.valueOf(unusable.getMessage()));
            return UNUSABLE;
        } catch (Exception failed) {
            log.atError().setCause(failed).log("The evaluator failed");
            return FAILED;
        }
    }

    private static int run(EvaluatorConfig config, StopSignal stop)
            throws IOException, ProbeSetException, CanonicalSetException {
        try (Evaluator evaluator = Evaluator.open(config, Clock.systemUTC())) {
            stop.onRequest(evaluator::stop);
            evaluator.run();
            return OK;
        }
    }

    private void complain(String message) {
        if (spec != null) {
            spec.commandLine().getErr().println(message);
        }
    }
}
