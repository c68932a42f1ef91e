package io.slipstream.ingest.curation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slipstream.schemas.config.ConfigException;
import io.slipstream.schemas.config.ConfigLoader;
import io.slipstream.schemas.config.ConfigProblem;
import io.slipstream.schemas.service.ListenAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CurationConfigTest {

    @Test
    void anEmptyFileDropsDuplicatesAndNothingElse() {
        CurationConfig config = ConfigLoader.defaults(CurationConfig.class);

        assertThat(config.duplicates().images()).isEqualTo(100_000);
        assertThat(config.nearDuplicates().isOn()).isFalse();
        assertThat(config.quality().isOn()).isFalse();
        assertThat(config.rate().isOn()).isFalse();
        assertThat(config.balance().isOn()).isFalse();
        assertThat(config.listenAddress()).contains(new ListenAddress("127.0.0.1", 8084));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{rate: {per-source: fast}}|rate.per-source",
                "{quality: {min-brightness: 200, max-brightness: 100}}|quality.min-brightness",
                "{near-duplicates: {distance: 40}}|near-duplicates.distance",
                "{listen: everywhere}|listen",
                "{listen: '127.0.0.1:70000'}|listen",
                "{application-id: 'two words'}|application-id",
                "{image: {max-bytes: 100MiB}}|image",
                "{kafka: {processing.guarantee: at_least_once}}|kafka",
                "{kafka: {isolation.level: read_uncommitted}}|kafka",
                "{group-protocol: none}|group-protocol",
            })
    void whatDoesNotFitIsAProblemOfItsKey(String yaml, String path) {
        ConfigException refused = catchThrowableOfType(
                ConfigException.class, () -> ConfigLoader.parse(yaml, "curation.yaml", CurationConfig.class));

        assertThat(refused.problems()).extracting(ConfigProblem::path).containsExactly(path);
    }

    @Test
    void whatTheUserSetsForTheClientsReachesThem() throws Exception {
        CurationConfig config = ConfigLoader.parse(
                "{kafka: {bootstrap.servers: 'broker:9092', max.poll.records: '7', linger.ms: '3'}}",
                "curation.yaml",
                CurationConfig.class);

        assertThat(config.streams().byName())
                .containsEntry("bootstrap.servers", "broker:9092")
                .containsEntry("processing.guarantee", "exactly_once_v2")
                .containsEntry("consumer.max.poll.records", "7")
                .containsEntry("producer.linger.ms", "3")
                .doesNotContainKeys("consumer.isolation.level", "producer.acks");
    }
}
