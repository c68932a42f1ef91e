package io.slipstream.trainer.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MeasurementTest {

    @Test
    void theFiguresOfSeveralTurnsAreThoseOfAllTheirSteps() {
        Measurement measured = Measurement.of(
                "slipstream step",
                List.of(
                        new Turn(List.of(50.0, 10.0, 20.0), 120, Map.of("views", 8.0)),
                        new Turn(List.of(40.0, 30.0), 80, Map.of("views", 2.0, "update", 5.0))),
                64);

        assertThat(measured.steps()).isEqualTo(5);
        assertThat(measured.millis()).isEqualTo(new Measurement.Quartiles(20, 30, 40));
        assertThat(measured.imagesPerSecond()).isCloseTo(64 / 0.030, within(1e-9));
        assertThat(measured.processorMillis()).isEqualTo(40);
        assertThat(measured.parts()).containsEntry("views", 2.0).containsEntry("update", 1.0);
    }

    @Test
    void quartilesLieBetweenTheirNeighbours() {
        assertThat(Measurement.Quartiles.of(new double[] {4, 1})).isEqualTo(new Measurement.Quartiles(1.75, 2.5, 3.25));
    }

    @Test
    void ratiosCompareTheSameWorkOnly() {
        List<Measurement> measured = List.of(
                measurement("slipstream step", 10, 20),
                measurement("slipstream pipeline", 20, 30),
                measurement("pytorch step", 15, 40),
                measurement("pytorch pipeline, 1 workers", 50, 45));

        assertThat(Ratio.of(measured))
                .containsExactly(
                        new Ratio("slipstream step", "pytorch step", 1.5, 2),
                        new Ratio("slipstream pipeline", "pytorch pipeline, 1 workers", 2.5, 1.5));
    }

    private static Measurement measurement(String name, double millis, double processor) {
        return Measurement.of(name, List.of(new Turn(List.of(millis), processor, Map.of())), 64);
    }
}
