package io.slipstream.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.slipstream.schemas.config.ConfigException;
import io.slipstream.schemas.config.ConfigLoader;
import io.slipstream.trainer.network.NetworkConfig;
import io.slipstream.trainer.stream.BatchConfig;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class TrainCommandTest {

    @Test
    void everyMistakeOfAConfigurationIsPrintedAndTheCommandExitsWithTwo(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("trainer.yaml"), """
                batch: {size: many}
                optimizer: {learning-rate: -1}
                networks: {name: resnet-slim}
                """);
        PrintStream before = System.err;
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        int exit;
        try {
            System.setErr(new PrintStream(errors, true, StandardCharsets.UTF_8));
            exit = new CommandLine(new TrainCommand()).execute("--config", file.toString());
        } finally {
            System.setErr(before);
        }
        assertThat(exit).isEqualTo(2);
        assertThat(errors.toString(StandardCharsets.UTF_8))
                .contains("batch.size", "'many'", "optimizer.learning-rate", "-1", "networks");
    }

    @Test
    void theDefaultsAreAValidConfiguration() throws Exception {
        TrainerConfig defaults = ConfigLoader.defaults(TrainerConfig.class);
        assertThat(defaults.model()).isEqualTo("slipstream");
        assertThat(defaults.startAt()).isEqualTo("earliest");
        assertThat(defaults.batch().size()).isEqualTo(64);
        assertThat(defaults.batch().whenIdle()).isEqualTo(BatchConfig.WhenIdle.WAIT);
        assertThat(defaults.batch().maxWait()).isEqualTo(Duration.ofMillis(500));
        assertThat(defaults.network()).isEqualTo(NetworkConfig.of(NetworkConfig.Name.RESNET_SLIM, 32));
        assertThat(ConfigLoader.parse(ConfigLoader.effectiveYaml(defaults), "effective.yaml", TrainerConfig.class))
                .isEqualTo(defaults);
    }

    @Test
    void theFormerKeyOfTheReplayCapacityStillCounts() throws Exception {
        TrainerConfig former =
                ConfigLoader.parse("{replay-capacity: 7, replay: {policy: fifo}}", "trainer.yaml", TrainerConfig.class);
        TrainerConfig today =
                ConfigLoader.parse("replay: {policy: fifo, capacity: 7}", "trainer.yaml", TrainerConfig.class);
        assertThat(former).isEqualTo(today);
        assertThat(ConfigLoader.hash(former)).isEqualTo(ConfigLoader.hash(today));
    }

    @ParameterizedTest(name = "{0} is refused at {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "model: 'a/b'                                  | model",
                "start-at: yesterday                           | start-at",
                "batch: {size: 8, stream: 9}                   | batch.stream",
                "network: {name: vit-slim, image-size: 33}     | network.image-size",
                "kafka: {acks: '0'}                            | kafka",
                "replay-capacity: -1                           | replay-capacity",
                "replay: {capacity: 10, memory: 1KiB}          | replay",
                "batch: {passes: 0}                            | batch.passes",
                "views: {flip: 1.5}                            | views.flip",
            })
    void aValueThatCannotWorkIsRefusedByItsKey(String yaml, String key) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> ConfigLoader.parse(yaml, "trainer.yaml", TrainerConfig.class))
                .satisfies(e -> assertThat(e.problems()).singleElement().satisfies(problem -> assertThat(problem.path())
                        .isEqualTo(key)));
    }
}
