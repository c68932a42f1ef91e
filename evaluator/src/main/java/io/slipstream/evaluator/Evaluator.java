package io.slipstream.evaluator;

import io.slipstream.evaluator.canonical.CanonicalImages;
import io.slipstream.evaluator.canonical.CanonicalSet;
import io.slipstream.evaluator.canonical.CanonicalSetException;
import io.slipstream.evaluator.encoder.EncoderRuntime;
import io.slipstream.evaluator.follow.Assessment;
import io.slipstream.evaluator.follow.FollowSettings;
import io.slipstream.evaluator.follow.ScoringService;
import io.slipstream.evaluator.follow.Tally;
import io.slipstream.evaluator.follow.VerifiedEncoders;
import io.slipstream.evaluator.probe.ProbeSetException;
import io.slipstream.evaluator.report.ReportAssessment;
import io.slipstream.evaluator.score.Domains;
import io.slipstream.evaluator.score.LabelledImages;
import io.slipstream.evaluator.score.ProbeAssessment;
import io.slipstream.evaluator.score.ScoreHistory;
import io.slipstream.schemas.topic.StartAt;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The evaluator put together from its configuration.
 *
 * <p>{@link #run} is called once, on the thread that opened the evaluator; {@link #stop} from any thread.
 */
public final class Evaluator implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Evaluator.class);

    private static final String CANONICAL = "canonical.zip";

    private final EncoderRuntime runtime;
    private final LabelledSets sets;
    private final ScoringService service;

    private Evaluator(EncoderRuntime runtime, LabelledSets sets, ScoringService service) {
        this.runtime = runtime;
        this.sets = sets;
        this.service = service;
    }

    /**
     * Reads the probe sets and loads the engine; connects to nothing yet.
     *
     * @param clock of the scores and of the waits
     * @throws ProbeSetException if a probe set cannot be read or no score can be made from it; all problems at once
     * @throws CanonicalSetException if the canonical images cannot be read, or are too few
     * @throws IOException if what the reports keep cannot be written
     */
    public static Evaluator open(EvaluatorConfig config, Clock clock)
            throws ProbeSetException, CanonicalSetException, IOException {
        LabelledSets sets = LabelledSets.open(config);
        Optional<CanonicalImages> canonical = canonical(config);
        EncoderRuntime runtime = EncoderRuntime.start(config.encoder().threads());
        VerifiedEncoders encoders = new VerifiedEncoders(runtime);
        int batchSize = config.encoder().batchSize();
        ScoreHistory history = new ScoreHistory();
        List<Assessment<?>> assessments = new ArrayList<>();
        for (LabelledImages images : sets.all()) {
            assessments.add(new ProbeAssessment(images, config.probes(), batchSize, clock, history));
        }
        if (assessments.isEmpty()) {
            log.atWarn().log("No probe set is configured: snapshots get no scores from labels");
        }
        // After the scores: what is forgotten is part of the report.
        canonical.ifPresent(images -> assessments.add(new ReportAssessment(
                config.report(),
                images,
                config.seed(),
                batchSize,
                encoders,
                new Domains(config.domains()),
                history,
                clock)));
        FollowSettings settings = new FollowSettings(
                config.model(), StartAt.parse(config.startAt()), config.retry(), config.kafka(), config.registry());
        return new Evaluator(runtime, sets, new ScoringService(settings, encoders, assessments, clock));
    }

    private static Optional<CanonicalImages> canonical(EvaluatorConfig config)
            throws CanonicalSetException, IOException {
        List<Path> probeSets = config.probeSets().values().stream()
                .flatMap(set -> set.path().stream())
                .toList();
        Optional<CanonicalImages> canonical = CanonicalSet.open(
                config.report().canonical(), config.report().directory().resolve(CANONICAL), probeSets, config.seed());
        if (canonical.isEmpty()) {
            log.atWarn()
                    .addKeyValue("expected", "report.canonical.path, or a probe set with a path")
                    .log("There are no canonical images: snapshots get no reports");
        }
        return canonical;
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
        sets.close();
    }
}
