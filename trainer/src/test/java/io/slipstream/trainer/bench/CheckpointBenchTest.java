package io.slipstream.trainer.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipstream.schemas.config.ConfigLoader;
import io.slipstream.trainer.TrainerConfig;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointBenchTest {

    @Test
    void aLaterCheckpointWritesTheImagesThatAreNewAndTheFirstOneAll(@TempDir Path directory) throws Exception {
        TrainerConfig config = ConfigLoader.parse("""
                network: {image-size: 16}
                method: byol
                byol: {hidden: 16, projection: 8}
                batch: {size: 4, stream: 2}
                checkpoint: {every: 100ms}
                """, "bench.yaml", TrainerConfig.class);
        CheckpointBench.Result result = new CheckpointBench(config, 2_000, directory).run(3);
        int imageBytes = 3 * 16 * 16;
        assertThat(result.replay()).isEqualTo(2_000);
        assertThat(result.firstBytes() - result.bytes()).isBetween(1_000L * imageBytes, 2_100L * (imageBytes + 64));
        assertThat(result.newImages()).isPositive();
        assertThat(result.pause()).isPositive();
        assertThat(result.resume()).isPositive();
    }
}
