package io.slipstream.evaluator.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.slipstream.evaluator.follow.Announcements;
import io.slipstream.evaluator.follow.ModelHistory;
import io.slipstream.schemas.record.ContinualScore;
import io.slipstream.schemas.record.ModelSnapshot;
import io.slipstream.schemas.record.ProbeScore;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Snapshots of 64 images a step, taken a second a step after the beginning of 2026. */
class DomainsTest {

    private static final Offset<Double> EXACT = within(1e-12);

    private final ScoreHistory scores = new ScoreHistory();
    private final ModelHistory models = new ModelHistory();
    private final Domains three = new Domains(List.of(first("a"), from("b", 100 * 64), from("c", 200 * 64)));

    @Test
    void forgettingAndTransferAreThoseOfTheMatrixOfTheEndsOfTheDomains() {
        scored(0, 0.10, 0.20, 0.30);
        scored(50, 0.5, 0.2, 0.3);
        scored(90, 0.8, 0.3, 0.3); // the end of a
        scored(100, 0.7, 0.5, 0.3);
        scored(190, 0.6, 0.9, 0.5); // the end of b
        ModelSnapshot last = scored(250, 0.5, 0.8, 0.7);

        ContinualScore found = three.upTo(last, scores, models).orElseThrow();

        assertThat(found.getDomains()).containsExactly("a", "b", "c");
        assertThat(found.getFinalAccuracy()).isCloseTo((0.5 + 0.8 + 0.7) / 3, EXACT);
        assertThat(found.getAverageAccuracy()).isCloseTo((0.8 + (0.6 + 0.9) / 2 + (0.5 + 0.8 + 0.7) / 3) / 3, EXACT);
        assertThat(found.getForgetting()).isCloseTo(((0.8 - 0.5) + (0.9 - 0.8)) / 2, EXACT);
        assertThat(found.getBackwardTransfer()).isCloseTo(-found.getForgetting(), EXACT);
        assertThat(found.getForwardTransfer()).isCloseTo(((0.3 - 0.2) + (0.5 - 0.3)) / 2, EXACT);
    }

    @Test
    void inTheFirstDomainNothingIsForgottenOrTransferred() {
        ModelSnapshot snapshot = scored(50, 0.5, 0.2, 0.3);

        assertThat(three.upTo(snapshot, scores, models)).hasValueSatisfying(found -> assertThat(found)
                .returns(List.of("a"), ContinualScore::getDomains)
                .returns(0.5, ContinualScore::getFinalAccuracy)
                .returns(0.0, ContinualScore::getForgetting)
                .returns(null, ContinualScore::getForwardTransfer));
    }

    @Test
    void withoutTheUntrainedEncoderThereIsNoForwardTransfer() {
        scored(90, 0.8, 0.3, 0.3);
        ModelSnapshot snapshot = scored(150, 0.7, 0.5, 0.3);

        ContinualScore found = three.upTo(snapshot, scores, models).orElseThrow();

        assertThat(found.getForwardTransfer()).isNull();
        assertThat(found.getForgetting()).isCloseTo(0.1, EXACT);
    }

    @Test
    void aDomainWithoutAScoredSnapshotIsLeftOut() {
        scored(90, 0.8, 0.3, 0.3);
        ModelSnapshot snapshot = scored(250, 0.5, 0.8, 0.7);

        assertThat(three.upTo(snapshot, scores, models).orElseThrow().getDomains())
                .containsExactly("a", "c");
    }

    @Test
    void scoresUnderAnotherSuiteDoNotCount() {
        ModelSnapshot snapshot = scored(150, 0.7, 0.5, 0.3);
        models.announced(Announcements.snapshot("m", 90).build());
        scores.add(score("m", 90, "a", 0.8, "older suite"));
        scores.add(score("m", 90, "b", 0.8, "suite"));

        assertThat(three.upTo(snapshot, scores, models).orElseThrow().getDomains())
                .containsExactly("b");
    }

    @Test
    void otherLineagesAndLaterSnapshotsDoNotCount() {
        scored(80, 0.6, 0.3, 0.3);
        scored(190, 0.9, 0.9, 0.9);
        models.announced(Announcements.snapshot("other", 90).build());
        scores.add(score("other", 90, "a", 1.0, "suite"));
        ModelSnapshot snapshot = scored(150, 0.5, 0.5, 0.3);

        assertThat(three.upTo(snapshot, scores, models).orElseThrow().getForgetting())
                .isCloseTo(0.1, EXACT);
    }

    @Test
    void aDomainMayBeginAtATime() {
        Instant start = Instant.parse("2026-01-01T00:01:40Z");
        Domains two =
                new Domains(List.of(first("a"), new DomainConfig("b", "b", Optional.empty(), Optional.of(start))));
        scored(99, 0.8, 0.3, 0.3);
        ModelSnapshot snapshot = scored(100, 0.7, 0.5, 0.3);

        assertThat(two.upTo(snapshot, scores, models).orElseThrow().getDomains())
                .containsExactly("a", "b");
    }

    @Test
    void withoutDomainsOrAScoreThereIsNothingToSay() {
        ModelSnapshot unscored = Announcements.snapshot("m", 50).build();
        models.announced(unscored);

        assertThat(three.upTo(unscored, scores, models)).isEmpty();
        assertThat(new Domains(List.of()).upTo(scored(60, 0.5, 0.2, 0.3), scores, models))
                .isEmpty();
    }

    @Test
    void aNameThatComesTwiceIsRefused() {
        assertThatThrownBy(() -> new Domains(List.of(first("a"), from("a", 5))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("domains: distinct names; a comes twice");
    }

    private ModelSnapshot scored(long step, double onA, double onB, double onC) {
        ModelSnapshot snapshot = Announcements.snapshot("m", step).build();
        models.announced(snapshot);
        scores.add(score("m", step, "a", onA, "suite"));
        scores.add(score("m", step, "b", onB, "suite"));
        scores.add(score("m", step, "c", onC, "suite"));
        return snapshot;
    }

    private static ProbeScore score(String model, long step, String probeSet, double knnTop1, String suite) {
        return ProbeScore.newBuilder()
                .setSnapshotId(model + "-" + step)
                .setModelId(model)
                .setStep(step)
                .setImagesSeen(step * 64)
                .setProbeSet(probeSet)
                .setSuite(suite)
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

    private static DomainConfig first(String name) {
        return new DomainConfig(name, name, Optional.empty(), Optional.empty());
    }

    private static DomainConfig from(String name, long images) {
        return new DomainConfig(name, name, Optional.of(images), Optional.empty());
    }
}
