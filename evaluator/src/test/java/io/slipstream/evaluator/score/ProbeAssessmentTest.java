package io.slipstream.evaluator.score;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.slipstream.evaluator.encoder.Encoder;
import io.slipstream.evaluator.encoder.EncoderRuntime;
import io.slipstream.evaluator.encoder.EncoderShape;
import io.slipstream.evaluator.follow.Announcements;
import io.slipstream.evaluator.follow.ModelHistory;
import io.slipstream.evaluator.probe.ProbeImages;
import io.slipstream.evaluator.probe.ProbeSet;
import io.slipstream.evaluator.probe.ProbeSetConfig;
import io.slipstream.evaluator.probe.ProbeSetReader;
import io.slipstream.evaluator.probe.ProbeSource;
import io.slipstream.schemas.config.ByteSize;
import io.slipstream.schemas.image.ImageLimits;
import io.slipstream.schemas.record.ClassScore;
import io.slipstream.schemas.record.FewShotScore;
import io.slipstream.schemas.record.LinearScore;
import io.slipstream.schemas.record.ModelSnapshot;
import io.slipstream.schemas.record.ProbeScore;
import java.awt.Color;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProbeAssessmentTest {

    private static final Instant NOW = Instant.parse("2026-11-22T14:00:00Z");

    private final ModelSnapshot snapshot = Announcements.snapshot("m", 0).build();
    private final EncoderRuntime runtime = EncoderRuntime.start(1);
    private final ScoreHistory history = new ScoreHistory();
    private final ProbeSet probeSet;
    private final ProbeAssessment assessment;

    ProbeAssessmentTest(@TempDir Path dir) throws Exception {
        ProbeImages.write(dir.resolve("probe"), 10, Color.RED, Color.BLUE);
        ProbeSetConfig config = new ProbeSetConfig(
                ProbeSource.PATH,
                Optional.of(dir.resolve("probe")),
                100,
                10,
                new ImageLimits(ByteSize.ofMiB(1), 1_000_000));
        probeSet = ProbeSetReader.read("two", config, 1);
        assessment = assessment(settings(1, true));
    }

    private ProbeAssessment assessment(ProbeSettings settings) {
        return new ProbeAssessment(LabelledImages.of(probeSet), settings, 3, Clock.fixed(NOW, ZoneOffset.UTC), history);
    }

    private static ProbeSettings settings(long seed, boolean linear) {
        return new ProbeSettings(
                seed,
                new KnnConfig("5", 0.07),
                new LinearConfig(linear, List.of(1e-3, 1e-1)),
                new FewShotConfig(List.of(1, 5, 9), 3, 0.01));
    }

    @AfterEach
    void freeTheEngine() {
        runtime.close();
    }

    @Test
    void theSameSnapshotAlwaysGetsTheSameScore() throws Exception {
        ProbeScore first = assess();

        assertThat(first).isEqualTo(assess());
        assertThat(first)
                .returns("two", ProbeScore::getProbeSet)
                .returns(5, ProbeScore::getK)
                .returns(16, ProbeScore::getBankSize)
                .returns(NOW, ProbeScore::getTime);
        assertThat(runtime.liveArrays()).isZero();
    }

    @Test
    void whatHasAScoreIsNotWantedAgain() throws Exception {
        assertThat(assessment.wants(snapshot)).isTrue();

        assessment.recall(assess());

        assertThat(assessment.wants(snapshot)).isFalse();
        assertThat(assessment.wants(Announcements.snapshot("m", 100).build())).isTrue();
    }

    @Test
    void everyProbeSaysWhatItIsWorthAndHowSureItIs() throws Exception {
        ProbeScore score = assess();

        assertThat(score.getKnnTop1()).isBetween(score.getKnnLow(), score.getKnnHigh());
        assertThat(requireNonNull(score.getLinear()))
                .returns(12, LinearScore::getTrainSize)
                .returns(4, LinearScore::getValidationSize)
                .returns(4, LinearScore::getTestSize)
                .satisfies(linear -> assertThat(linear.getTop1()).isBetween(linear.getLow(), linear.getHigh()))
                .satisfies(linear -> assertThat(linear.getC()).isIn(1e-3, 1e-1));
        assertThat(score.getFewShot())
                .as("a class of the bank has 8 images, so there is no score for 9")
                .extracting(FewShotScore::getShots)
                .containsExactly(1, 5);
        assertThat(score.getPerClass()).extracting(ClassScore::getLabel).containsExactly("class-0", "class-1");
        assertThat(score.getPerClass()).extracting(ClassScore::getSupport).containsExactly(2, 2);
        assertThat(score.getPerClass().stream()
                        .mapToDouble(ofClass -> ofClass.getRecall() * ofClass.getSupport())
                        .sum())
                .as("recall weighted by support is accuracy")
                .isCloseTo(score.getKnnTop1() * score.getQuerySize(), within(1e-9));
    }

    @Test
    void aProbeThatIsOffHasNoScore() throws Exception {
        assertThat(assess(assessment(settings(1, false))).getLinear()).isNull();
    }

    @Test
    void underAnotherSuiteTheSnapshotIsWantedAgain() throws Exception {
        assessment.recall(assess());

        assertThat(assessment(settings(1, true)).wants(snapshot))
                .as("after a restart")
                .isFalse();
        ProbeAssessment otherSeed = assessment(settings(2, true));
        assertThat(otherSeed.wants(snapshot)).isTrue();
        assertThat(otherSeed.hasAssessed(snapshot)).isTrue();
    }

    private ProbeScore assess() throws Exception {
        return assess(assessment);
    }

    private ProbeScore assess(ProbeAssessment by) throws Exception {
        Path program = Path.of(requireNonNull(ProbeAssessmentTest.class.getResource("/encoder/tiny.pt"))
                .toURI());
        try (Encoder encoder = runtime.load(program, new EncoderShape(16, 16))) {
            return by.assess(snapshot, encoder, new ModelHistory()).orElseThrow();
        }
    }
}
