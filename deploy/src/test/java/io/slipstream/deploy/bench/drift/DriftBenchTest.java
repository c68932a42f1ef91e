package io.slipstream.deploy.bench.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipstream.deploy.bench.drift.DriftReport.Delay;
import io.slipstream.deploy.bench.drift.DriftReport.QuietFigures;
import io.slipstream.deploy.bench.drift.DriftReport.ShiftFigures;
import io.slipstream.deploy.bench.drift.Shift.Kind;
import io.slipstream.deploy.bench.embed.BenchEncoder;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.List;
import org.junit.jupiter.api.Test;

class DriftBenchTest {

    @Test
    void dimLightIsFoundAtOnceAndFalseAlarmsComeAboutAsRarelyAsDeclared() throws Exception {
        DriftPlan plan = new DriftPlan(40, 6, 20, 2, 60, 2, 3, 0.5, 0, 800, 2, 2, 1);
        PrintWriter out = new PrintWriter(Writer.nullWriter());
        DriftReport report;
        try (BenchEncoder encoder = BenchEncoder.open(null, 1, 1)) {
            report = new DriftBench(plan, List.of(new Shift(Kind.BRIGHTNESS, 0.6)), null, out).run(encoder);
        }

        assertThat(report.quiet()).hasSize(2).allSatisfy(DriftBenchTest::isCalibrated);
        assertThat(report.shifts()).singleElement().satisfies(DriftBenchTest::isFoundByTheSecondWindow);
        DriftTable.print(report, out);
    }

    private static void isCalibrated(QuietFigures figures) {
        assertThat(figures.streams()).isEqualTo(40);
        assertThat(figures.declared()).isBetween(5.0, 7.0);
        assertThat(figures.found()).isBetween(3.0, 12.0);
        assertThat(figures.low()).isLessThan(figures.found());
    }

    private static void isFoundByTheSecondWindow(ShiftFigures figures) {
        assertThat(figures.effect()).isPositive();
        assertThat(figures.watch()).isEqualTo(new Delay(4, 4, 2, 40, 0));
        assertThat(figures.reference()).isNull();
    }

    @Test
    void aStreamWithoutAlarmCountsWithTheLongestTime() {
        Delay delay = Delay.of(new int[] {40, 0}, 200, 20);

        assertThat(delay).isEqualTo(new Delay(2, 1, 6, 120, 80));
    }

    @Test
    void anAnchorThatHoldsNoTwoWindowsIsRefused() {
        assertThatThrownBy(() -> new DriftPlan(40, 6, 20, 2, 40, 2, 3, 0.5, 0, 800, 2, 2, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--anchor")
                .hasMessageContaining("42");
    }
}
