package io.slipstream.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchException;

import io.slipstream.schemas.record.TrainingCheckpoint;
import io.slipstream.schemas.record.TrainingMetrics;
import io.slipstream.trainer.lineage.FencedException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A second trainer of a model trains while the first one is in the middle of its work. */
class TwoTrainersIT {

    private final Path directory;

    TwoTrainersIT(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void theFirstIsStoppedAndTheSecondTrainsAsIfItWereAlone() throws Exception {
        try (TestService service = TestService.filled(directory)) {
            // The first one stands between two steps meanwhile: what computes serves one trainer of a process at a time
            LoopScript first = new LoopScript().at(12, () -> service.train(Map.of(), new LoopScript()));

            Exception end = catchException(() -> service.train(Map.of(), first));

            // It hears of it between two steps, or from the checkpoint in work
            assertThat(end instanceof ExecutionException ? end.getCause() : end)
                    .isInstanceOf(FencedException.class)
                    .hasMessageContainingAll(
                            "'" + TestService.MODEL + "'", "has taken over", "Run one trainer per model");
            assertThat(service.checkpoints(TestService.MODEL))
                    .extracting(TrainingCheckpoint::getLineageEpoch)
                    .contains(2L)
                    .isSorted();
            assertThat(service.metrics())
                    .extracting(TrainingMetrics::getLineageEpoch)
                    .contains(2L)
                    .isSorted();
            service.assertAsIfNothingHadHappened();
        }
    }
}
