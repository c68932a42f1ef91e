package io.slipstream.evaluator.shift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.slipstream.evaluator.metric.Embeddings;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ShiftTest {

    private final Embeddings before = noise(60, 6, 1);
    private final Embeddings unrelated = noise(60, 6, 2);
    private final Embeddings collapsed = new Embeddings(60, 6, new float[360]);

    @Test
    void aRepresentationIsLikeItself() {
        assertThat(LinearCka.debiased(before, before)).isCloseTo(1, within(1e-12));
        assertThat(NeighbourOverlap.at(10, before, before)).isEqualTo(1);
        assertThat(Procrustes.residual(before, before)).isCloseTo(0, within(1e-12));
    }

    @Test
    void swappingAndScalingDimensionsTogetherChangesNothing() {
        Embeddings turned = turnedAndScaled(before, 7);

        assertThat(LinearCka.debiased(before, turned)).isCloseTo(1, within(1e-6));
        assertThat(NeighbourOverlap.at(10, before, turned)).isEqualTo(1);
        assertThat(Procrustes.residual(before, turned)).isCloseTo(0, within(1e-6));
    }

    @Test
    void unrelatedRepresentationsHaveNoAlignmentOnceDebiased() {
        assertThat(LinearCka.debiased(before, unrelated)).isBetween(-0.2, 0.2);
    }

    @Test
    void aMapMigratesVectorsIntoASpaceThatIsALinearImage() {
        LinearMap map = LinearMap.fit(before, turnedAndScaled(before, 3), 1e-8);
        Embeddings stored = noise(10, 6, 9);

        assertThat(map.r2(stored, turnedAndScaled(stored, 3))).isCloseTo(1, within(1e-6));
    }

    @Test
    void aCollapsedRepresentationIsMappedToTheMean() {
        LinearMap map = LinearMap.fit(collapsed, before, LinearMap.DEFAULT_PENALTY);

        assertThat(map.r2(collapsed, before)).isCloseTo(0, within(1e-6));
    }

    @Test
    void aCollapsedRepresentationHasNoAlignment() {
        assertThat(LinearCka.debiased(collapsed, before)).isNaN();
        assertThat(Procrustes.residual(collapsed, before)).isNaN();
    }

    @Test
    void vectorsOfAnyLengthAgreeWithThemselvesAndUnrelatedOnesByChance() {
        float[] longer = before.values().clone();
        for (int i = 0; i < longer.length; i++) {
            longer[i] *= 3;
        }

        assertThat(CosineAgreement.of(before, new Embeddings(60, 6, longer))).isCloseTo(1, within(1e-6));
        assertThat(CosineAgreement.of(before, unrelated)).isCloseTo(0, within(0.15));
        assertThat(CosineAgreement.of(inACone(before), inACone(unrelated)))
                .as("high cosines of a narrow cone are chance")
                .isCloseTo(0, within(0.15));
    }

    @Test
    void agreementIsTheMeanCosineOfEqualImagesCorrectedByThatOfDifferentOnes() {
        float[] x = before.normalized().values();
        float[] y = inACone(before).normalized().values();
        double same = 0;
        double different = 0;
        for (int a = 0; a < 60; a++) {
            for (int b = 0; b < 60; b++) {
                double cosine = 0;
                for (int j = 0; j < 6; j++) {
                    cosine += (double) x[a * 6 + j] * y[b * 6 + j];
                }
                same += a == b ? cosine / 60 : 0;
                different += a == b ? 0 : cosine / (60 * 59);
            }
        }

        assertThat(CosineAgreement.of(before, inACone(before)))
                .isCloseTo((same - different) / (1 - different), within(1e-9));
    }

    @Test
    void aTurnedSpaceHasTheSameNeighboursWithinButNotAcross() {
        assertThat(NeighbourOverlap.acrossAt(10, before, before)).isEqualTo(1);
        assertThat(NeighbourOverlap.acrossAt(10, before, turnedAndScaled(before, 1)))
                .isLessThan(0.5);
    }

    @Test
    void differentNumbersOfImagesAreRefused() {
        assertThatThrownBy(() -> LinearCka.debiased(before, noise(59, 6, 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("60 and 59");
    }

    private static Embeddings noise(int count, int dim, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[count * dim];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextDouble() + random.nextDouble() - 1);
        }
        return new Embeddings(count, dim, values);
    }

    /** Far from the origin, so that all vectors point in about one direction. */
    private static Embeddings inACone(Embeddings embeddings) {
        float[] shifted = embeddings.values().clone();
        for (int i = 0; i < shifted.length; i++) {
            shifted[i] += 5;
        }
        return new Embeddings(embeddings.count(), embeddings.dim(), shifted);
    }

    /** The dimensions in reverse order, every value times the scale. */
    private static Embeddings turnedAndScaled(Embeddings embeddings, float scale) {
        int dim = embeddings.dim();
        float[] turned = new float[embeddings.values().length];
        for (int i = 0; i < turned.length; i++) {
            turned[i] = scale * embeddings.values()[i - i % dim + dim - 1 - i % dim];
        }
        return new Embeddings(embeddings.count(), dim, turned);
    }
}
