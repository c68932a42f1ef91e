package io.slipstream.evaluator.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipstream.evaluator.report.VerdictRule.Earlier;
import io.slipstream.evaluator.shift.LinearMap;
import io.slipstream.evaluator.shift.SpaceChange;
import io.slipstream.schemas.config.ConfigException;
import io.slipstream.schemas.config.ConfigLoader;
import io.slipstream.schemas.record.SnapshotVerdict;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerdictRuleTest {

    private static final Quality GOOD = quality(40, 0.45, 35.0, 4.0);

    private final VerdictRule rule;

    VerdictRuleTest() throws ConfigException {
        rule = new VerdictRule(ConfigLoader.parse("{}", "verdict.yaml", VerdictConfig.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {"byol-demo", "moco-v2-demo", "moco-v3-demo", "dino-demo", "simsiam-demo", "simclr-demo"})
    void aHealthyYoungLineageThatWasMeasuredIsNeverCalledDegrading(String lineage) throws Exception {
        assertThat(MeasuredLineage.read(lineage).verdicts(rule)).isNotEmpty().allSatisfy((step, verdict) -> assertThat(
                        verdict)
                .isEqualTo(new Verdict(SnapshotVerdict.HEALTHY, List.of())));
    }

    @Test
    void aTrainerThatWasRestartedWithAMuchTooHighLearningRateIsCaughtAtOnceAndForAsLongAsItLasts() throws Exception {
        assertThat(MeasuredLineage.read("byol-cifar-learning-rate-times-150-after-2113")
                        .verdicts(rule))
                .hasSize(57)
                .allSatisfy((step, verdict) -> assertThat(verdict.verdict())
                        .isEqualTo(step <= 2113 ? SnapshotVerdict.HEALTHY : SnapshotVerdict.DEGRADING))
                .hasEntrySatisfying(2176L, first -> assertThat(first.reasons())
                        .anySatisfy(reason -> assertThat(reason)
                                .startsWith("RankMe fell by 79 % below the median of the last 8 healthy snapshots"))
                        .anySatisfy(reason -> assertThat(reason).startsWith("The space was torn from the parent's")));
    }

    @Test
    void aLineageThatHasRecoveredIsHealthyAgain() {
        List<Earlier> lineage = new ArrayList<>(healthy(10));
        lineage.add(new Earlier("m-11", 11, quality(10, 0.45, 35.0, 4.0), false));

        assertThat(judge(12, GOOD, lineage, null).verdict()).isEqualTo(SnapshotVerdict.HEALTHY);
    }

    @Test
    void aSmallFallDegradesOnlyATornSpace() {
        Quality slightlyWorse = quality(32, 0.45, 35.0, 4.0);

        assertThat(judge(11, slightlyWorse, healthy(10), 0.95).verdict()).isEqualTo(SnapshotVerdict.HEALTHY);
        assertThat(judge(11, slightlyWorse, healthy(10), 0.4).reasons())
                .containsExactly(
                        "RankMe fell by 20 % below the median of the last 8 healthy snapshots: 32.0 after 40.0, expected"
                                + " at most 15 %.",
                        "The space was torn from the parent's: CKA 0.40, expected at least 0.60.");
    }

    @Test
    void aTornSpaceAloneIsNoReason() {
        assertThat(judge(11, GOOD, healthy(10), 0.1)).isEqualTo(new Verdict(SnapshotVerdict.HEALTHY, List.of()));
    }

    @Test
    void everyMeasureCountsAndIsDoneWithoutWhereItIsMissing() {
        assertThat(judge(11, quality(40, 0.45, 15.0, 4.0), healthy(10), null).reasons())
                .singleElement()
                .satisfies(reason -> assertThat(reason).startsWith("LiDAR fell by 57 %"));
        assertThat(judge(11, quality(40, 0.45, 35.0, 2.0), healthy(10), null).reasons())
                .singleElement()
                .satisfies(reason -> assertThat(reason).startsWith("separation fell by 50 %"));
        assertThat(judge(11, quality(40, 0.8, 35.0, 4.0), healthy(10), null).reasons())
                .singleElement()
                .satisfies(reason -> assertThat(reason).startsWith("spread fell by 64 %"));
        assertThat(judge(11, quality(40, 0.45, null, null), healthy(10), null).reasons())
                .isEmpty();
    }

    @Test
    void embeddingsThatTellImagesApartNoMoreAreCollapsed() {
        assertThat(judge(11, quality(40, 0.97, 35.0, 4.0), healthy(10), null).verdict())
                .isEqualTo(SnapshotVerdict.COLLAPSED);
        assertThat(judge(11, quality(1.2, 0.5, 35.0, 4.0), healthy(10), null).verdict())
                .isEqualTo(SnapshotVerdict.COLLAPSED);
        assertThat(judge(11, quality(40, 0.5, 35.0, 1.02), healthy(10), null).verdict())
                .isEqualTo(SnapshotVerdict.COLLAPSED);
    }

    @Test
    void anUntrainedEncoderIsNotJudgedAndAYoungOneMayBeAsNarrow() {
        Quality narrow = quality(3, 0.98, 20.0, 1.2);
        List<Earlier> untrained = List.of(new Earlier("m-0", 0, narrow, true));

        assertThat(judge(0, narrow, List.of(), null).verdict()).isEqualTo(SnapshotVerdict.HEALTHY);
        assertThat(judge(1, quality(3, 0.97, 20.0, 1.2), untrained, 0.5).verdict())
                .isEqualTo(SnapshotVerdict.HEALTHY);
        assertThat(judge(1, quality(1.1, 0.999, 20.0, 1.2), untrained, 0.5).verdict())
                .isEqualTo(SnapshotVerdict.COLLAPSED);
    }

    @Test
    void aYoungLineageIsComparedWithItsParentWhereTheSpaceWasTorn() {
        Quality half = quality(20, 0.45, 35.0, 4.0);

        assertThat(judge(3, half, healthy(2), 0.9).verdict()).isEqualTo(SnapshotVerdict.HEALTHY);
        assertThat(judge(3, half, healthy(2), 0.3).reasons())
                .anySatisfy(reason -> assertThat(reason).startsWith("RankMe fell by 50 % below the parent's"));
    }

    private Verdict judge(long step, Quality quality, List<Earlier> lineage, @Nullable Double cka) {
        return rule.judge(step, quality, lineage, "m-" + (step - 1), cka == null ? null : change(cka));
    }

    static SpaceChange change(double cka) {
        return new SpaceChange(cka, 0.5, 0.5, 0.5, 0.1, new LinearMap(new double[1][1], new double[1]), 0.9);
    }

    private static List<Earlier> healthy(int count) {
        return LongStream.rangeClosed(1, count)
                .mapToObj(step -> new Earlier("m-" + step, step, GOOD, true))
                .toList();
    }

    static Quality quality(double rankMe, double collapseLevel, @Nullable Double lidar, @Nullable Double separation) {
        return new Quality(rankMe, collapseLevel, -1, 1.5, lidar, 0.2, separation);
    }
}
