package io.slipstream.deploy.bench.continual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ContinualReportTest {

    @Test
    void figuresOfAnArmAreMeanAndDeviationOverItsSeeds() {
        var arm = ContinualReport.ArmFigures.of(Arm.FIFO, List.of(outcome(0.2), outcome(0.4)));

        assertThat(arm.finalAccuracy().mean()).isEqualTo(0.3, within(1e-12));
        assertThat(arm.finalAccuracy().deviation()).isEqualTo(Math.sqrt(0.02), within(1e-12));
    }

    @Test
    void thePlotHasALineForEachArm() {
        var arms = List.of(
                ContinualReport.ArmFigures.of(Arm.FIFO, List.of(outcome(0.2))),
                ContinualReport.ArmFigures.of(Arm.MIN_RED, List.of(outcome(0.4))));
        String svg = ContinualPlot.svg(new ContinualReport(
                Map.of(), "cpu", "split-cifar10", "small", 5_000, 8, "byol", Map.of(), 10, 100, arms));

        assertThat(svg).startsWith("<svg ").endsWith("</svg>\n").contains("fifo 20.0 ± 0.0", "min-red 40.0 ± 0.0");
        assertThat(svg.split("<polyline", -1)).hasSize(3);
    }

    @Test
    void dottedKeysBecomeSections() {
        assertThat(TaskTrainer.nested(Map.of("batch.size", 8, "batch.stream", 4, "model", "m")))
                .isEqualTo(Map.of("batch", Map.of("size", 8, "stream", 4), "model", "m"));
    }

    @Test
    void withoutMemoryThereAreAsManyStepsForAnImage() {
        Map<String, Object> none = Arm.NONE.settings(Budget.SMALL);
        Map<String, Object> fifo = Arm.FIFO.settings(Budget.SMALL);

        assertThat(none).containsEntry("batch.stream", 128).containsEntry("batch.passes", 8);
        assertThat(fifo).containsEntry("batch.stream", 32).containsEntry("batch.passes", 2);
    }

    private static ContinualRun.Outcome outcome(double accuracy) {
        double[][] matrix = {{accuracy, 0}, {accuracy, accuracy}};
        return new ContinualRun.Outcome(
                1, List.of("a", "b"), matrix, accuracy, accuracy, 0, accuracy, 10, 5, 640, 1280, 2);
    }
}
