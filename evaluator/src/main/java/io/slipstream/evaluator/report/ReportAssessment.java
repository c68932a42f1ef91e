package io.slipstream.evaluator.report;

import io.slipstream.evaluator.canonical.CanonicalImages;
import io.slipstream.evaluator.encoder.Encoder;
import io.slipstream.evaluator.encoder.EncoderException;
import io.slipstream.evaluator.follow.Assessment;
import io.slipstream.evaluator.follow.ModelHistory;
import io.slipstream.evaluator.follow.VerifiedEncoders;
import io.slipstream.evaluator.metric.Embeddings;
import io.slipstream.evaluator.report.Comparisons.Compared;
import io.slipstream.evaluator.report.Comparisons.Found;
import io.slipstream.evaluator.score.Domains;
import io.slipstream.evaluator.score.ScoreHistory;
import io.slipstream.evaluator.shift.SpaceChange;
import io.slipstream.evaluator.space.CanonicalEmbeddings;
import io.slipstream.evaluator.space.MigrationStore;
import io.slipstream.evaluator.space.MigrationStore.Migration;
import io.slipstream.evaluator.space.SpaceRule;
import io.slipstream.schemas.record.ModelSnapshot;
import io.slipstream.schemas.record.SnapshotReport;
import io.slipstream.schemas.record.SnapshotVerdict;
import io.slipstream.schemas.record.SpaceComparison;
import io.slipstream.schemas.topic.Topic;
import io.slipstream.schemas.topic.Topics;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Reports on every snapshot: quality, comparisons, embedding space, migrations and verdict without labels, and what is
 * forgotten of named domains.
 *
 * <p>The key is the snapshot id; a snapshot that has a report under the same suite is not reported again. Not thread-safe.
 */
public final class ReportAssessment implements Assessment<SnapshotReport> {

    private static final Logger log = LoggerFactory.getLogger(ReportAssessment.class);

    private final Suite suite;
    private final String suiteId;
    private final int batchSize;
    private final CanonicalEmbeddings embeddings;
    private final ReportHistory history = new ReportHistory();
    private final Comparisons comparisons;
    private final VerdictRule verdicts;
    private final SpaceRule spaces;
    private final MigrationStore migrations = new MigrationStore();
    private final Domains domains;
    private final ScoreHistory scores;
    private final Clock clock;

    /**
     * Reports on one suite.
     *
     * @param seed of the views and of the images that are left out of the fit of a map
     * @param batchSize images that go through the encoder at once
     * @param encoders of the snapshots to compare with
     * @param domains of what is forgotten of them
     * @param scores of the domains' probe sets, made before the report
     */
    public ReportAssessment(
            ReportConfig config,
            CanonicalImages images,
            long seed,
            int batchSize,
            VerifiedEncoders encoders,
            Domains domains,
            ScoreHistory scores,
            Clock clock) {
        this.suite = new Suite(images, config.views(), config.neighbours(), seed);
        this.suiteId = suite.id();
        this.batchSize = batchSize;
        this.embeddings = new CanonicalEmbeddings(
                images,
                batchSize,
                suiteId,
                encoders,
                config.directory().resolve("embeddings"),
                config.cache().bytes(),
                clock);
        this.comparisons = new Comparisons(suite, embeddings, history);
        this.verdicts = new VerdictRule(config.verdict());
        this.spaces = new SpaceRule(config.space());
        this.domains = domains;
        this.scores = scores;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "report on " + suite.images().size() + " canonical images";
    }

    @Override
    public Topic<SnapshotReport> topic() {
        return Topics.SNAPSHOT_REPORTS;
    }

    @Override
    public String key(SnapshotReport report) {
        return report.getSnapshotId();
    }

    @Override
    public void recall(SnapshotReport report) {
        history.add(report);
    }

    @Override
    public boolean hasAssessed(ModelSnapshot snapshot) {
        return history.of(snapshot.getSnapshotId()).isPresent();
    }

    @Override
    public boolean wants(ModelSnapshot snapshot) {
        return history.of(snapshot.getSnapshotId())
                .filter(report -> report.getSuite().equals(suiteId))
                .isEmpty();
    }

    @Override
    public Optional<SnapshotReport> assess(ModelSnapshot snapshot, Encoder encoder, ModelHistory models)
            throws EncoderException, IOException {
        long start = clock.millis();
        // 1. Quality
        Embeddings now = embeddings.by(snapshot, encoder);
        Quality quality = Quality.of(now, suite.views(encoder, batchSize), suite.viewsPerImage());
        // 2. Change
        Found found = comparisons.of(snapshot, now, models);
        SpaceChange fromParent =
                found.in(Comparisons.PARENT).map(Compared::change).orElse(null);
        // 3. Verdict
        Verdict verdict = verdicts.judge(
                snapshot.getStep(),
                quality,
                history.lineage(snapshot.getModelId(), suiteId, snapshot.getStep(), models),
                snapshot.getParentId(),
                fromParent);
        // 4. Migrations
        List<String> missing = new ArrayList<>(found.missing());
        List<SpaceComparison> made = new ArrayList<>();
        for (Compared compared : found.made()) {
            boolean wanted = verdict.verdict() != SnapshotVerdict.COLLAPSED;
            made.add(comparison(snapshot, compared, wanted, missing));
        }
        return Optional.of(describe(snapshot, now, quality)
                .setVerdict(verdict.verdict())
                .setReasons(verdict.reasons())
                .setEmbeddingSpaceId(spaceOf(snapshot, found, models))
                .setComparisons(made)
                .setNotCompared(missing)
                .setContinual(domains.upTo(snapshot, scores, models).orElse(null))
                .setTime(clock.instant())
                .setEvaluationMillis(clock.millis() - start)
                .build());
    }

    private SpaceComparison comparison(ModelSnapshot snapshot, Compared compared, boolean wanted, List<String> missing)
            throws IOException {
        SpaceChange change = compared.change();
        SpaceComparison.Builder comparison = SpaceComparison.newBuilder()
                .setRole(compared.role())
                .setSnapshotId(compared.other().getSnapshotId())
                .setCka(change.cka())
                .setNeighbourOverlap(change.neighbourOverlap())
                .setNeighbours(suite.neighbours())
                .setAgreement(change.agreement())
                .setDirectOverlap(change.directOverlap())
                .setProcrustes(change.procrustes())
                .setMapR2(change.mapR2());
        if (wanted && !spaces.same(change) && spaces.migrates(change)) {
            try {
                Migration migration = migrations.publish(compared.other(), snapshot, suiteId, change);
                comparison.setMigrationUri(migration.uri()).setMigrationSha256(migration.sha256());
            } catch (FileSystemException closed) {
                missing.add("No migration from " + compared.role() + " "
                        + compared.other().getSnapshotId() + ": the store cannot be written: " + closed.getMessage());
            }
        }
        return comparison.build();
    }

    /** The parent's space if the snapshot shares it with the parent and with the snapshot that began it, else its own. */
    private String spaceOf(ModelSnapshot snapshot, Found found, ModelHistory models) {
        Optional<String> space = comparisons.spaceOfAncestor(snapshot, models);
        boolean shared = space.isPresent()
                && found.made().stream()
                        .anyMatch(compared -> compared.other().getSnapshotId().equals(space.get()))
                && found.made().stream()
                        .filter(compared -> compared.role().equals(Comparisons.PARENT)
                                || compared.role().equals(Comparisons.SPACE))
                        .allMatch(compared -> spaces.same(compared.change()));
        return shared ? space.get() : snapshot.getSnapshotId();
    }

    private SnapshotReport.Builder describe(ModelSnapshot snapshot, Embeddings now, Quality quality) {
        return SnapshotReport.newBuilder()
                .setSnapshotId(snapshot.getSnapshotId())
                .setModelId(snapshot.getModelId())
                .setLineageEpoch(snapshot.getLineageEpoch())
                .setStep(snapshot.getStep())
                .setImagesSeen(snapshot.getImagesSeen())
                .setSuite(suiteId)
                .setCanonicalSize(now.count())
                .setEmbeddingDim(now.dim())
                .setRankMe(quality.rankMe())
                .setCollapseLevel(quality.collapseLevel())
                .setAlphaReq(quality.alphaReq())
                .setLidar(quality.lidar())
                .setAlignment(quality.alignment())
                .setUniformity(quality.uniformity())
                .setSeparation(quality.separation());
    }

    @Override
    public void report(SnapshotReport report) {
        log.atLevel(report.getVerdict() == SnapshotVerdict.HEALTHY ? Level.INFO : Level.WARN)
                .addKeyValue("snapshot", report.getSnapshotId())
                .addKeyValue("step", report.getStep())
                .addKeyValue("verdict", report.getVerdict())
                .addKeyValue("reasons", report.getReasons())
                .addKeyValue("rankMe", String.format(Locale.ROOT, "%.1f", report.getRankMe()))
                .addKeyValue("space", report.getEmbeddingSpaceId())
                .addKeyValue("notCompared", report.getNotCompared())
                .addKeyValue("millis", report.getEvaluationMillis())
                .log("Reported on a snapshot");
    }
}
