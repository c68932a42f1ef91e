package io.slipstream.trainer.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipstream.schemas.config.ConfigLoader;
import io.slipstream.trainer.TrainerConfig;
import io.slipstream.trainer.replay.ReplayConfig.Policy;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplayBenchTest {

    @Test
    void everyBufferIsFullAndMeasured() throws Exception {
        TrainerConfig config = ConfigLoader.parse("""
                network: {image-size: 16}
                method: byol
                byol: {hidden: 16, projection: 8}
                batch: {size: 8, stream: 4}
                replay: {capacity: 200, features: 8}
                """, "bench.yaml", TrainerConfig.class);
        ReplayBench.Report report = new ReplayBench(config, 3)
                .run(List.of(Policy.RESERVOIR, Policy.MIN_RED, Policy.CENTROID), EncodedImages.synthetic(16, 20, 1));
        assertThat(report.results()).extracting(ReplayBench.Result::policy).hasSize(3);
        assertThat(report.results().subList(0, 2))
                .extracting(ReplayBench.Result::images)
                .containsOnly(200);
        assertThat(report.results())
                .allSatisfy(result -> assertThat(result.share()).isPositive().isFinite());
        assertThat(report.bruteForceMillis()).isPositive();
        assertThat(report.minRedSpeedup()).isPositive();
        assertThat(report.keeping()).extracting(KeepingBench.Result::form).containsExactly("DECODED", "ENCODED");
        assertThat(report.keeping())
                .allSatisfy(result -> assertThat(result.mean()).isBetween(1.0, (double) result.most()));
    }
}
