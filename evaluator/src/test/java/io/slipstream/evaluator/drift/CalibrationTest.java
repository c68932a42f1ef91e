package io.slipstream.evaluator.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.slipstream.evaluator.metric.Embeddings;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CalibrationTest {

    private static final int REFERENCE = 200;
    private static final int WINDOW = 20;
    private static final int DIM = 4;
    private static final double TARGET = 12;

    private final Gaussian gaussian = new Gaussian(20260106);
    private final SplittableRandom random = new SplittableRandom(20260106);
    private final AlarmRule rule = new AlarmRule(1, 1, 0.3, 0.05, 0);

    @Test
    void streamsWithoutDriftAlarmAsRarelyAsDeclared() {
        int streams = 250;
        double declared = 0;
        double sum = 0;
        double squares = 0;
        for (int stream = 0; stream < streams; stream++) {
            Monitor monitor = new Monitor(rule);
            int length = monitor.windowsUntilAlarm(0);
            declared += monitor.declared.expectedRunLength() / streams;
            sum += length;
            squares += (double) length * length;
        }

        double mean = sum / streams;
        double standardError = Math.sqrt((squares / streams - mean * mean) / streams);
        assertThat(mean).isCloseTo(declared, within(1.96 * standardError));
        assertThat(declared).isCloseTo(TARGET, within(0.05 * TARGET));
    }

    @Test
    void driftIsAlarmedMuchSooner() {
        int windows = 0;
        for (int stream = 0; stream < 20; stream++) {
            windows += new Monitor(rule).windowsUntilAlarm(0.7);
        }

        assertThat(windows / 20.0).isLessThan(2);
    }

    @Test
    void aStrictSignificanceLevelIsDeclaredAsTheRarerAlarmsItMeans() {
        Calibration.Declared declared = new Monitor(new AlarmRule(1, 1, 0.02, 0.05, 0)).declared;

        assertThat(declared.rule().deviations()).isZero();
        assertThat(declared.expectedRunLength()).isCloseTo(50, within(5 * declared.standardError()));
    }

    @Test
    void anAlarmNeedsItsNumberOfExceptionalWindows() {
        AlarmRule twoOfThree = new AlarmRule(2, 3, 0.05, 0.1, 3);
        Observation exceptional = new Observation(10, 0.01);
        Observation ordinary = new Observation(0, 0.5);
        AlarmState state = new AlarmState(0, 1, 0);

        AlarmRule.Verdict first = twoOfThree.judge(state, exceptional);
        AlarmRule.Verdict second = twoOfThree.judge(first.state(), ordinary);
        AlarmRule.Verdict third = twoOfThree.judge(second.state(), exceptional);
        AlarmRule.Verdict fourth = twoOfThree.judge(third.state(), exceptional);

        assertThat(first.threshold()).isCloseTo(3, within(1e-12));
        assertThat(first.exceptional()).isTrue();
        assertThat(first.alarm()).isFalse();
        assertThat(second.alarm()).isFalse();
        assertThat(third.alarm()).isTrue();
        assertThat(fourth.alarm()).isFalse();
    }

    @Test
    void aLargeEffectThatIsNotSignificantIsNotExceptional() {
        AlarmRule.Verdict verdict = rule.judge(new AlarmState(0, 1, 0), new Observation(10, 0.31));

        assertThat(verdict.exceptional()).isFalse();
    }

    @Test
    void onlyOrdinaryWindowsMoveTheThreshold() {
        AlarmState state = new AlarmState(0, 1, 0);
        AlarmRule strict = new AlarmRule(1, 1, 0.05, 0.1, 3);

        AlarmState afterExceptional =
                strict.judge(state, new Observation(10, 0.01)).state();
        AlarmState afterOrdinary = strict.judge(state, new Observation(2, 0.5)).state();

        assertThat(afterExceptional.mean()).isZero();
        assertThat(afterOrdinary.mean()).isCloseTo(0.2, within(1e-12));
        assertThat(afterOrdinary.variance()).isCloseTo(0.9 * (1 + 0.1 * 4), within(1e-12));
    }

    @Test
    void aRuleThatCannotBeMetIsRefused() {
        assertThatThrownBy(() -> new AlarmRule(3, 2, 0.05, 0.1, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found 3 out of 2");
    }

    /** A reference of its own, a rule calibrated on it, and a stream that it watches. */
    private final class Monitor {

        private final Mmd mmd;
        private final NullDistribution nullDistribution;
        private final Calibration.Declared declared;

        Monitor(AlarmRule template) {
            Embeddings reference = gaussian.draw(REFERENCE, DIM, 0);
            RbfKernel kernel = RbfKernel.medianHeuristic(reference);
            mmd = new Mmd(kernel, reference);
            nullDistribution =
                    NullDistribution.ofMmd(kernel, reference, Blocks.contiguous(REFERENCE, 1), WINDOW, 400, random);
            declared = new Calibration(TARGET, 200).declare(template, nullDistribution, random);
        }

        int windowsUntilAlarm(double mean) {
            AlarmState state = declared.rule().start(nullDistribution);
            for (int window = 1; ; window++) {
                Embeddings embeddings = gaussian.draw(WINDOW, DIM, mean);
                AlarmRule.Verdict verdict =
                        declared.rule().judge(state, nullDistribution.observe(mmd.unbiased(embeddings)));
                if (verdict.alarm()) {
                    return window;
                }
                state = verdict.state();
            }
        }
    }
}
