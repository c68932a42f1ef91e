package io.slipstream.schemas.serde;

import io.slipstream.schemas.config.Key;
import java.time.Duration;
import java.util.Map;

/** Where the schema registry is and how long to wait for it. */
public record RegistryConfig(
        @Key(
                doc =
                        "Address of a Confluent-compatible schema registry, with the path of its API if it has one; several,"
                                + " separated by commas, are tried in turn. The default is that of `slipstream registry`.",
                value = "http://127.0.0.1:8081/apis/ccompat/v7",
                allowed = "http or https URLs, or mock://NAME for a registry inside this JVM")
        String url,

        @Key(doc = "Longest wait for a connection.", value = "2s", min = 0.001, max = 600)
        Duration connectTimeout,

        @Key(doc = "Longest wait for an answer.", value = "5s", min = 0.001, max = 600)
        Duration readTimeout,

        @Key(doc = "Further properties of Confluent's client, for instance basic.auth.user.info.")
        Map<String, String> properties) {

    public RegistryConfig {
        for (String one : url.split(",", -1)) {
            if (!one.strip().matches("(https?|mock)://\\S+")) {
                throw new IllegalArgumentException(
                        "url: http or https URLs, or mock://NAME for a registry inside this JVM");
            }
        }
        properties = Map.copyOf(properties);
    }
}
