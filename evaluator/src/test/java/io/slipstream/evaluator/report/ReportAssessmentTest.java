package io.slipstream.evaluator.report;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.slipstream.evaluator.canonical.CanonicalImages;
import io.slipstream.evaluator.canonical.CanonicalSet;
import io.slipstream.evaluator.encoder.Encoder;
import io.slipstream.evaluator.encoder.EncoderRuntime;
import io.slipstream.evaluator.follow.Announcements;
import io.slipstream.evaluator.follow.ModelHistory;
import io.slipstream.evaluator.follow.VerifiedEncoders;
import io.slipstream.evaluator.probe.ProbeImages;
import io.slipstream.evaluator.score.DomainConfig;
import io.slipstream.evaluator.score.Domains;
import io.slipstream.evaluator.score.ScoreHistory;
import io.slipstream.schemas.config.ConfigException;
import io.slipstream.schemas.config.ConfigLoader;
import io.slipstream.schemas.record.ChannelAction;
import io.slipstream.schemas.record.ChannelPointer;
import io.slipstream.schemas.record.ContinualScore;
import io.slipstream.schemas.record.ModelSnapshot;
import io.slipstream.schemas.record.ProbeScore;
import io.slipstream.schemas.record.SnapshotReport;
import io.slipstream.schemas.record.SnapshotVerdict;
import io.slipstream.schemas.record.SpaceComparison;
import io.slipstream.schemas.snapshot.FileSnapshotStore;
import java.awt.Color;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportAssessmentTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-22T14:00:00Z"), ZoneOffset.UTC);

    private final EncoderRuntime runtime = EncoderRuntime.start(1);
    private final VerifiedEncoders encoders = new VerifiedEncoders(runtime);
    private final ModelHistory models = new ModelHistory();
    private final ScoreHistory scores = new ScoreHistory();
    private final Path dir;
    private final CanonicalImages images;
    private final ReportAssessment assessment;

    ReportAssessmentTest(@TempDir Path dir) throws Exception {
        this.dir = dir;
        Path probe = ProbeImages.write(dir.resolve("probe"), 10, Color.RED, Color.BLUE);
        images = CanonicalSet.open(config("").canonical(), dir.resolve("canonical.zip"), List.of(probe), 1)
                .orElseThrow();
        assessment = assessment("", 1);
    }

    @AfterEach
    void freeTheEngine() {
        runtime.close();
    }

    @Test
    void aSnapshotIsMeasuredAndComparedWithItsParentAndTheStableOne() throws Exception {
        assess(publish(0, null));
        ModelSnapshot next = publish(100, "m-0");
        models.decided(stable("m-0"));

        SnapshotReport report = assess(next);

        assertThat(report.getCanonicalSize()).isEqualTo(20);
        assertThat(report.getEmbeddingDim()).isEqualTo(16);
        assertThat(report.getRankMe()).isBetween(1.0, 16.2);
        assertThat(report.getLidar()).isBetween(1.0, 20.0);
        assertThat(report.getAlignment()).isBetween(0.0, 4.0);
        assertThat(report.getSeparation()).isGreaterThan(1);
        assertThat(report.getVerdict()).isEqualTo(SnapshotVerdict.HEALTHY);
        assertThat(report.getComparisons()).extracting(SpaceComparison::getRole).containsExactly("parent", "stable");
        assertThat(report.getComparisons()).allSatisfy(same -> assertThat(same)
                .returns("m-0", SpaceComparison::getSnapshotId)
                .returns(10, SpaceComparison::getNeighbours)
                .returns(1.0, SpaceComparison::getDirectOverlap)
                .returns(null, SpaceComparison::getMigrationUri));
        assertThat(report.getNotCompared()).isEmpty();
        assertThat(runtime.liveArrays()).isZero();
    }

    @Test
    void aSpaceIsNamedAfterTheSnapshotThatBeganItAndComparedWithThatToo() throws Exception {
        assess(publish(0, null));
        assess(publish(100, "m-0"));

        SnapshotReport third = assess(publish(200, "m-100"));

        assertThat(third.getEmbeddingSpaceId()).isEqualTo("m-0");
        assertThat(third.getComparisons())
                .extracting(SpaceComparison::getRole, SpaceComparison::getSnapshotId)
                .containsExactly(tuple("parent", "m-100"), tuple("space", "m-0"));
    }

    @Test
    void aSkippedParentHandsDownTheSpaceOfTheNearestAncestorWithAReport() throws Exception {
        assess(publish(0, null));
        publish(100, "m-0");

        assertThat(assess(publish(200, "m-100")).getEmbeddingSpaceId()).isEqualTo("m-0");
    }

    @Test
    void aSnapshotWithASpaceOfItsOwnComesWithAMigration() throws Exception {
        ReportAssessment strict = assessment("space: {min-agreement: 2}", 1);
        assess(strict, publish(0, null));

        SnapshotReport report = assess(strict, publish(100, "m-0"));

        assertThat(report.getEmbeddingSpaceId()).isEqualTo("m-100");
        assertThat(report.getComparisons()).singleElement().satisfies(comparison -> {
            assertThat(Path.of(URI.create(requireNonNull(comparison.getMigrationUri()))))
                    .isRegularFile()
                    .hasParent(dir.resolve("store/migrations/m-100"));
            assertThat(comparison.getMigrationSha256()).hasSize(64);
        });
    }

    @Test
    void withoutTheParentsArtifactItsKeptEmbeddingsServe() throws Exception {
        assess(publish(0, null));
        delete(dir.resolve("store/m-0"));

        assertThat(assess(publish(100, "m-0")).getComparisons()).hasSize(1);
    }

    @Test
    void withoutTheParentsArtifactAndEmbeddingsThereIsNoComparisonButAReason() throws Exception {
        assess(publish(0, null));
        delete(dir.resolve("store/m-0"));
        delete(dir.resolve("reports/embeddings"));

        SnapshotReport report = assess(publish(100, "m-0"));

        assertThat(report.getComparisons()).isEmpty();
        assertThat(report.getEmbeddingSpaceId()).isEqualTo("m-100");
        assertThat(report.getNotCompared()).singleElement().satisfies(reason -> assertThat(reason)
                .startsWith("Not compared with parent m-0: its artifact cannot be used:")
                .contains("found nothing"));
    }

    @Test
    void lostEmbeddingsAreMadeAgainFromTheArtifact() throws Exception {
        assess(publish(0, null));
        delete(dir.resolve("reports/embeddings"));

        assertThat(assess(publish(100, "m-0")).getComparisons())
                .singleElement()
                .satisfies(same -> assertThat(same.getDirectOverlap()).isEqualTo(1));
    }

    @Test
    void aReportIsWantedOncePerSuite() throws Exception {
        ModelSnapshot snapshot = publish(0, null);
        SnapshotReport report = assess(snapshot);
        ReportAssessment restarted = assessment("", 1);
        ReportAssessment otherViews = assessment("views: {jitter: 0.1}", 1);
        ReportAssessment otherBounds = assessment("verdict: {max-fall: 0.2}", 1);
        List.of(restarted, otherViews, otherBounds).forEach(other -> other.recall(report));

        assertThat(assessment.wants(snapshot)).isFalse();
        assertThat(restarted.wants(snapshot)).isFalse();
        assertThat(otherBounds.wants(snapshot)).isFalse();
        assertThat(otherViews.wants(snapshot)).isTrue();
        assertThat(otherViews.hasAssessed(snapshot)).isTrue();
        assertThat(assessment("", 2).wants(snapshot)).isTrue();
    }

    @Test
    void theSameSnapshotGetsTheSameReport() throws Exception {
        assess(publish(0, null));
        ModelSnapshot next = publish(100, "m-0");

        assertThat(assess(next)).isEqualTo(assess(next));
    }

    @Test
    void whatIsForgottenOfNamedDomainsIsPartOfTheReport() throws Exception {
        DomainConfig domain = new DomainConfig("day", "colours", Optional.empty(), Optional.empty());
        scores.add(score("m-100", 100, 0.8));
        ReportAssessment withDomain =
                new ReportAssessment(config(""), images, 1, 8, encoders, new Domains(List.of(domain)), scores, CLOCK);

        assertThat(assess(withDomain, publish(100, null)).getContinual())
                .returns(0.8, ContinualScore::getFinalAccuracy)
                .returns(List.of("day"), ContinualScore::getDomains);
        assertThat(assess(withDomain, publish(200, "m-100")).getContinual()).isNull();
    }

    private static ProbeScore score(String snapshotId, long step, double knnTop1) {
        return ProbeScore.newBuilder()
                .setSnapshotId(snapshotId)
                .setModelId("m")
                .setStep(step)
                .setImagesSeen(step * 64)
                .setProbeSet("colours")
                .setKnnTop1(knnTop1)
                .setTime(Instant.EPOCH)
                .setBankSize(1)
                .setQuerySize(1)
                .setClasses(2)
                .setK(1)
                .setTemperature(0.1)
                .setRankMe(1)
                .setCollapseLevel(0)
                .setEmbeddingDim(1)
                .setEmbedMillis(0)
                .build();
    }

    private SnapshotReport assess(ModelSnapshot snapshot) throws Exception {
        return assess(assessment, snapshot);
    }

    private SnapshotReport assess(ReportAssessment by, ModelSnapshot snapshot) throws Exception {
        try (Encoder encoder = encoders.load(snapshot)) {
            SnapshotReport report = by.assess(snapshot, encoder, models).orElseThrow();
            by.recall(report);
            return report;
        }
    }

    private ModelSnapshot publish(long step, @Nullable String parent) throws IOException {
        try (InputStream in = requireNonNull(ReportAssessmentTest.class.getResourceAsStream("/encoder/tiny.pt"))) {
            ModelSnapshot published = new FileSnapshotStore(dir.resolve("store"))
                    .publish(
                            Announcements.snapshot("m", step).setParentId(parent),
                            Map.of("encoder.pt", in.readAllBytes()));
            models.announced(published);
            return published;
        }
    }

    private static ChannelPointer stable(String snapshotId) {
        return ChannelPointer.newBuilder()
                .setModelId("m")
                .setChannel("stable")
                .setChannelEpoch(1)
                .setSnapshotId(snapshotId)
                .setTime(CLOCK.instant())
                .setActor("test")
                .setAction(ChannelAction.PROMOTE)
                .build();
    }

    private ReportAssessment assessment(String more, long seed) throws ConfigException {
        return new ReportAssessment(config(more), images, seed, 8, encoders, new Domains(List.of()), scores, CLOCK);
    }

    private ReportConfig config(String more) throws ConfigException {
        String yaml = "directory: '%s'\nviews: {per-image: 4}\n%s\n".formatted(dir.resolve("reports"), more);
        return ConfigLoader.parse(
                more.startsWith("views") ? yaml.replace("views: {per-image: 4}", "") : yaml,
                "report.yaml",
                ReportConfig.class);
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }
}
