package io.slipstream.evaluator;

import io.slipstream.evaluator.encoder.EncoderRuntime;
import io.slipstream.evaluator.follow.FollowSettings;
import io.slipstream.evaluator.follow.ScoringService;
import io.slipstream.evaluator.follow.SnapshotScorer;
import io.slipstream.evaluator.follow.StartAt;
import io.slipstream.evaluator.follow.Tally;
import io.slipstream.evaluator.probe.ProbeSet;
import io.slipstream.evaluator.probe.ProbeSetException;
import io.slipstream.evaluator.probe.ProbeSetReader;
import java.io.IOException;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The evaluator put together from its configuration.
 *
 * <p>{@link #run} is called once, on the thread that opened the evaluator; {@link #stop} from any thread.
 */
public final class Evaluator implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Evaluator.class);

    private final EncoderRuntime runtime;
    private final ScoringService service;

    private Evaluator(EncoderRuntime runtime, ScoringService service) {
        this.runtime = runtime;
        this.service = service;
    }

    /**
     * Reads the probe set and loads the engine; connects to nothing yet.
     *
     * @param clock of the scores and of the waits
     * @throws ProbeSetException if the probe set cannot be read or no score can be made from it
     */
    public static Evaluator open(EvaluatorConfig config, Clock clock) throws ProbeSetException {
        ProbeSet probeSet = ProbeSetReader.read(config.probeSet(), config.seed());
        log.atInfo()
                .addKeyValue("probeSet", probeSet.name())
                .addKeyValue("images", probeSet.size())
                .addKeyValue("classes", probeSet.classes().size())
                .log("Read the probe set");
        EncoderRuntime runtime = EncoderRuntime.start(config.encoder().threads());
        SnapshotScorer scorer = new SnapshotScorer(
                runtime, probeSet, config.seed(), config.knn(), config.encoder().batchSize(), clock);
        FollowSettings settings = new FollowSettings(
                config.model(), StartAt.parse(config.startAt()), config.retry(), config.kafka(), config.registry());
        return new Evaluator(runtime, new ScoringService(settings, scorer, clock));
    }

    /** Scores snapshots until {@link #stop}; see {@link ScoringService#run}. */
    public Tally run() throws IOException {
        Tally tally = service.run();
        log.atInfo()
                .addKeyValue("scored", tally.scored())
                .addKeyValue("skipped", tally.skipped())
                .addKeyValue("refused", tally.refused())
                .addKeyValue("unreadable", tally.unreadable())
                .log("Stopped following snapshots");
        return tally;
    }

    /** Asks {@link #run} to return after the snapshot in hand. */
    public void stop() {
        service.stop();
    }

    @Override
    public void close() {
        runtime.close();
    }
}
