package io.slipstream.trainer.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipstream.trainer.stream.IntakeConfig.OnLostData;
import io.slipstream.trainer.stream.IntakeConfig.Policy;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IntakeConfigTest {

    @ParameterizedTest(name = "{0} on {1} cores are {2} threads")
    @CsvSource({"0, 1, 1", "0, 2, 1", "0, 8, 4", "0, 64, 16", "3, 2, 3", "32, 2, 32"})
    void decoders(int decoders, int cores, int threads) {
        IntakeConfig config =
                new IntakeConfig("images", 512, decoders, 10_000, OnLostData.FAIL, Policy.LAG, Duration.ofSeconds(60));
        assertThat(config.decoderThreads(cores)).isEqualTo(threads);
    }

    @ParameterizedTest
    @ValueSource(strings = {"probe-samples", "probe-scores", "model-channels"})
    void aTopicOfThePipelineThatHoldsNoImagesIsRefused(String topic) {
        assertThatThrownBy(
                        () -> new IntakeConfig(topic, 512, 0, 0, OnLostData.FAIL, Policy.LAG, Duration.ofSeconds(60)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("topic: a topic of images");
    }
}
