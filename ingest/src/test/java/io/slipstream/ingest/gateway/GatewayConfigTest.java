package io.slipstream.ingest.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.slipstream.schemas.config.ConfigException;
import io.slipstream.schemas.config.ConfigLoader;
import io.slipstream.schemas.service.ListenAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayConfigTest {

    private static final String HASH = "abababababababababababababababababababababababababababababababab";

    @Test
    void theDefaultListensOnLoopbackForEveryoneOnTheMachine() {
        GatewayConfig config = ConfigLoader.defaults(GatewayConfig.class);

        assertThat(config.listen()).isEqualTo("127.0.0.1:8080");
        assertThat(config.senders()).isEmpty();
        assertThat(config.topic()).isEqualTo("images.raw");
        assertThat(config.tls().keystore()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "listen: '0.0.0.0:80'",
                "listen: 'example.org:80'",
                "listen: '127.0.0.1'",
                "listen: '127.0.0.1:80/x'",
                "senders: [{name: a, sources: x}]",
                "senders: [{name: a, sources: x, token-sha256: abc}]",
                "senders: [{name: a, sources: 'x y', token-sha256: " + HASH + "}]",
                "senders: [{name: a, sources: [], token-sha256: " + HASH + "}]",
                "senders: [{name: 'a b', sources: x, token-sha256: " + HASH + "}]",
                "senders: [{name: a, sources: x, certificate: CN=a, token-sha256: " + HASH + "}]",
                "senders: [{name: a, sources: x, rate: fast, token-sha256: " + HASH + "}]",
                "tls: {client-certificate: required}",
                "image: {max-bytes: 40MiB}",
                "upload: {max-request: 1MiB}",
                "upload: {in-flight: 64MiB}",
                "senders: [{name: a, sources: x, certificate: nobody}]",
                "senders: [{name: a, sources: x, token-sha256: " + HASH + "}, {name: b, sources: x, token-sha256: "
                        + HASH + "}]",
                "senders: [{name: a, sources: x, certificate: CN=a}, {name: a, sources: x, certificate: CN=b}]",
                "topic: 'a b'",
                "kafka: {acks: '1'}"
            })
    void whatCannotBeIsRefused(String keys) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> ConfigLoader.parse("{" + keys + "}", "gateway.yaml", GatewayConfig.class));
    }

    @Test
    void withSendersItMayListenEverywhere() throws Exception {
        GatewayConfig config = ConfigLoader.parse(
                "{listen: '0.0.0.0:0', senders: [{name: a, token-sha256: " + HASH + ", sources: [a, 'b/*']}]}",
                "gateway.yaml",
                GatewayConfig.class);

        assertThat(ListenAddress.parse(config.listen())).isEqualTo(new ListenAddress("0.0.0.0", 0));
        assertThat(ConfigLoader.effectiveYaml(config)).doesNotContain(HASH);
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:1, true",
        "127.8.8.8:1, true",
        "localhost:1, true",
        "'[::1]:1', true",
        "0.0.0.0:1, false",
        "'[::]:1', false",
        "10.0.0.1:1, false",
        "example.org:1, false"
    })
    void loopbackAddressesAreKnown(String text, boolean loopback) {
        assertThat(ListenAddress.parse(text).isLoopback()).isEqualTo(loopback);
    }

    @ParameterizedTest
    @CsvSource({"a, a, true", "a, ab, false", "a*, ab, true", "a*, b, false", "*, anything, true", "a/*, a/b/c, true"})
    void sourcePatternsMatchAKeyOrWhatBeginsSo(String pattern, String source, boolean matches) {
        assertThat(SourcePattern.parse(pattern).matches(source)).isEqualTo(matches);
    }
}
