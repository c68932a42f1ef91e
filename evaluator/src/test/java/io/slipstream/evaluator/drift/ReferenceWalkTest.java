package io.slipstream.evaluator.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.slipstream.evaluator.metric.Embeddings;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The walk on a reference with daylight in it: a mean that swings once from its first to its last row. */
class ReferenceWalkTest {

    private static final int REFERENCE = 400;
    private static final int WINDOW = 40;
    private static final int BLOCK = 4;
    private static final int DIM = 4;
    private static final AlarmRule RULE = new AlarmRule(2, 3, 0.05, 0.05, 0);

    private final Gaussian gaussian = new Gaussian(20261126);
    private final SplittableRandom random = new SplittableRandom(20261126);

    @Test
    void whatComesAndGoesWithinTheReferenceRaisesNoAlarm() {
        Watched stream = new Watched(ReferenceWalkTest::daylight);

        assertThat(stream.alarms(stream.walk, ReferenceWalkTest::daylight)).isZero();
        assertThat(stream.alarms(stream.anywhere, ReferenceWalkTest::daylight))
                .as("windows of blocks from anywhere have no daylight of their own")
                .isPositive();
    }

    @Test
    void whatTheReferenceNeverWasStillDoes() {
        Watched stream = new Watched(ReferenceWalkTest::daylight);

        assertThat(stream.alarms(stream.walk, row -> daylight(row) + 1.5)).isPositive();
    }

    @Test
    void withoutAnyOrderItIsLikeWindowsFromAnywhere() {
        Watched stream = new Watched(row -> 0);

        assertThat(stream.walk.mean()).isCloseTo(0, within(0.3 * Math.sqrt(stream.anywhere.variance())));
        assertThat(Math.sqrt(stream.walk.variance())).isCloseTo(Math.sqrt(stream.anywhere.variance()), within(2e-3));
    }

    @Test
    void aWindowAndTheOneBeforeAreDrawnApart() {
        Watched stream = new Watched(ReferenceWalkTest::daylight);

        ReferenceWalk pairs = ReferenceWalk.againstThePrevious(
                stream.kernel, stream.reference, stream.blocks, WINDOW / BLOCK, stream.anywhere, random);

        assertThat(pairs.mean())
                .as("neighbours differ less than a window and all the rest")
                .isBetween(0.0, stream.walk.mean());
    }

    private static double daylight(int row) {
        return 0.6 * Math.sin(2 * Math.PI * row / REFERENCE);
    }

    private final class Watched {

        private final Embeddings reference;
        private final Blocks blocks = Blocks.contiguous(REFERENCE, BLOCK);
        private final RbfKernel kernel;
        private final NullDistribution anywhere;
        private final ReferenceWalk walk;

        Watched(IntToDoubleFunction mean) {
            reference = rows(0, REFERENCE, mean);
            kernel = RbfKernel.medianHeuristic(reference);
            anywhere = NullDistribution.ofMmd(kernel, reference, blocks, WINDOW / BLOCK, 1_000, random);
            walk = ReferenceWalk.againstTheRest(kernel, reference, blocks, WINDOW / BLOCK, anywhere, random);
        }

        /** Alarms in the windows of five more swings. */
        long alarms(QuietStream quiet, IntToDoubleFunction mean) {
            AlarmRule rule =
                    new Calibration(300, 100).declare(RULE, quiet, random).rule();
            Mmd mmd = new Mmd(kernel, reference);
            AlarmState[] state = {rule.start(quiet)};
            return IntStream.range(0, 5 * REFERENCE / WINDOW)
                    .filter(window -> {
                        Embeddings rows = rows(window * WINDOW, WINDOW, mean);
                        AlarmRule.Verdict verdict = rule.judge(state[0], anywhere.observe(mmd.unbiased(rows)));
                        state[0] = verdict.state();
                        return verdict.alarm();
                    })
                    .count();
        }

        private Embeddings rows(int from, int count, IntToDoubleFunction mean) {
            float[] values = new float[count * DIM];
            for (int row = 0; row < count; row++) {
                Embeddings one = gaussian.draw(1, DIM, mean.applyAsDouble(from + row));
                System.arraycopy(one.values(), 0, values, row * DIM, DIM);
            }
            return new Embeddings(count, DIM, values);
        }
    }
}
