package io.slipstream.evaluator.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.slipstream.evaluator.metric.Embeddings;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DriftStatisticsTest {

    private final Gaussian gaussian = new Gaussian(20260105);
    private final SplittableRandom random = new SplittableRandom(3);
    private final RbfKernel kernel = new RbfKernel(1.5);

    @Test
    void withoutDriftEveryPValueIsAboutEquallyProbable() {
        int belowAQuarter = 0;
        for (int i = 0; i < 200; i++) {
            if (pValue(gaussian.draw(30, 3, 0), 1, gaussian.draw(20, 3, 0), 1) < 0.25) {
                belowAQuarter++;
            }
        }

        assertThat(belowAQuarter).isBetween(32, 68);
    }

    @Test
    void aShiftIsSignificant() {
        assertThat(pValue(gaussian.draw(60, 3, 0), 1, gaussian.draw(40, 3, 1), 1))
                .isEqualTo(0.01);
    }

    @Test
    void framesThatRepeatOneAnotherAreNoDriftWhenTheyMoveTogether() {
        Embeddings reference = repeated(gaussian.draw(12, 3, 0), 10);
        Embeddings window = repeated(gaussian.draw(8, 3, 0), 10);

        assertThat(pValue(reference, 1, window, 1)).isEqualTo(0.01);
        assertThat(pValue(reference, 10, window, 10)).isGreaterThan(0.05);
    }

    @Test
    void dividingBlocksAnewIsTheDiscrepancyOfTheDividedRows() {
        Embeddings all = gaussian.draw(11, 4, 0);
        BlockKernel blocks = new BlockKernel(kernel, all, Blocks.contiguous(11, 3));

        double discrepancy = blocks.mmd2(new int[] {1, 3});

        assertThat(discrepancy)
                .isCloseTo(
                        new Mmd(kernel, all.rows(new int[] {0, 1, 2, 6, 7, 8}))
                                .unbiased(all.rows(new int[] {3, 4, 5, 9, 10})),
                        within(1e-12));
    }

    @Test
    void theMostDriftedImagesAreThoseThatDoNotBelong() {
        Embeddings window = gaussian.draw(30, 3, 0).then(gaussian.draw(10, 3, 4));

        assertThat(new Mmd(new RbfKernel(3), gaussian.draw(100, 3, 0)).mostDrifted(window, 10))
                .containsExactlyInAnyOrder(30, 31, 32, 33, 34, 35, 36, 37, 38, 39);
    }

    @Test
    void aReferenceOfOneRepeatedImageHasNoBandwidth() {
        assertThatThrownBy(() -> RbfKernel.medianHeuristic(new Embeddings(3, 2, new float[6])))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found 0.0");
    }

    @Test
    void theDomainClassifierTellsAShiftFromNone() {
        Embeddings reference = gaussian.draw(100, 3, 0);
        Blocks single = Blocks.contiguous(100, 1);

        Observation none = DomainClassifier.DEFAULT.test(reference, single, gaussian.draw(100, 3, 0), single, random);
        Observation shift = DomainClassifier.DEFAULT.test(reference, single, gaussian.draw(100, 3, 1), single, random);

        assertThat(none.effect()).isBetween(0.35, 0.65);
        assertThat(none.pValue()).isGreaterThan(0.01);
        assertThat(shift.effect()).isGreaterThan(0.8);
        assertThat(shift.pValue()).isLessThan(1e-6);
    }

    private double pValue(Embeddings reference, int referenceBlock, Embeddings window, int windowBlock) {
        return new PermutationTest(99)
                .test(
                        kernel,
                        reference,
                        Blocks.contiguous(reference.count(), referenceBlock),
                        window,
                        Blocks.contiguous(window.count(), windowBlock),
                        random)
                .pValue();
    }

    private static Embeddings repeated(Embeddings embeddings, int times) {
        int[] rows = new int[embeddings.count() * times];
        Arrays.setAll(rows, i -> i / times);
        return embeddings.rows(rows);
    }
}
