package io.slipstream.schemas.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class EffectiveYamlTest {

    record Secrets(
            @Key(doc = "Properties.") Map<String, String> kafka,
            @Key(doc = "Token.", value = "none") String apiToken,
            @Key(doc = "Address.", value = "http://x") String url) {}

    @Test
    void everyKeyStandsThereInTheOrderOfDeclaration() {
        assertThat(ConfigLoader.effectiveYaml(ConfigLoader.defaults(SampleConfig.class)))
                .isEqualTo("""
                        kafka:
                          bootstrap.servers: 127.0.0.1:9092
                        batch:
                          stream: 64
                          replay: 64
                        learning-rate: 0.001
                        images: 9000000000
                        replay: true
                        model: demo
                        store: data/snapshots
                        registry: http://127.0.0.1:8081
                        every: 5s
                        max-bytes: 10MiB
                        policy: lag
                        start-at: null
                        sources:
                        - camera-1
                        - camera-2
                        watches: []
                        """);
    }

    @Test
    void whatIsWrittenIsReadBackAsTheSame() throws ConfigException {
        SampleConfig config = ConfigLoader.parse("""
                kafka: {b: "1", a: "x: y", c: "true", d: "#no comment", e: ""}
                model: "null"
                start-at: 2026-11-22T14:00:00Z
                watches: [{folder: "/a b: c"}]
                every: 1500ms
                """, "a.yaml", SampleConfig.class);

        String yaml = ConfigLoader.effectiveYaml(config);

        assertThat(ConfigLoader.parse(yaml, "b.yaml", SampleConfig.class)).isEqualTo(config);
        assertThat(ConfigLoader.effectiveYaml(config)).isEqualTo(yaml);
    }

    @Test
    void secretsAreMaskedAndDoNotChangeTheHash() {
        Secrets first = secrets("one");
        Secrets second = secrets("two");

        assertThat(ConfigLoader.effectiveYaml(first)).isEqualTo("""
                kafka:
                  basic.auth.user.info: '***'
                  bootstrap.servers: broker:9092
                  sasl.jaas.config: '***'
                  ssl.key.password: '***'
                api-token: '***'
                url: https://***@registry
                """);
        assertThat(ConfigLoader.hash(first))
                .isEqualTo(ConfigLoader.hash(second))
                .matches("[0-9a-f]{64}");
    }

    @Test
    void anyOtherChangeChangesTheHash() throws ConfigException {
        SampleConfig other = ConfigLoader.parse("batch: {stream: 65}", "a.yaml", SampleConfig.class);

        assertThat(ConfigLoader.hash(other)).isNotEqualTo(ConfigLoader.hash(ConfigLoader.defaults(SampleConfig.class)));
    }

    private static Secrets secrets(String secret) {
        Map<String, String> kafka = Map.of(
                "bootstrap.servers",
                "broker:9092",
                "sasl.jaas.config",
                "password=" + secret,
                "ssl.key.password",
                secret,
                "basic.auth.user.info",
                "me:" + secret);
        return new Secrets(kafka, secret, "https://me:" + secret + "@registry");
    }
}
