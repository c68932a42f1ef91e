package io.slipstream.ingest.gateway;

import io.slipstream.schemas.config.ByteSize;
import io.slipstream.schemas.config.Key;
import io.slipstream.schemas.image.ImageLimits;
import io.slipstream.schemas.serde.RegistryConfig;
import io.slipstream.schemas.service.ListenAddress;
import io.slipstream.schemas.topic.KafkaSettings;
import io.slipstream.schemas.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Configuration of {@code slipstream gateway}. */
public record GatewayConfig(
        @Key(
                doc = "Address and port to listen on; port 0 for any free one.",
                value = "127.0.0.1:8080",
                allowed = ListenAddress.FORM)
        String listen,

        @Key(doc = "HTTPS and client certificates.") TlsConfig tls,

        @Key(
                doc = "Who may send. Without any, here and in senders-file, everyone who can connect may, from every"
                        + " source; that is allowed on a loopback address only.")
        List<SenderConfig> senders,

        @Key(doc = "YAML file with further `senders:`, read at the start.")
        Optional<Path> sendersFile,

        @Key(doc = "Topic the images go to; it is created if it does not exist.", value = "images.raw")
        String topic,

        @Key(doc = "The largest image let in.") ImageLimits image,

        @Key(doc = "What requests and connections may take.")
        UploadConfig upload,

        @Key(
                doc = "Longest wait for the broker's acknowledgement; then the answer is 503.",
                value = "30s",
                min = 1,
                max = 600)
        Duration ackTimeout,

        @Key(doc = "Images that come again.") DuplicatesConfig duplicates,

        @Key(doc = "Whether refused images of known senders and sources also go to images.dead-letter.", value = "true")
        boolean deadLetters,

        @Key(
                doc =
                        "A refused image of up to this size is kept in its dead letter; of a larger one only what it was.",
                value = "1MiB",
                min = 0)
        ByteSize deadLetterPayload,

        @Key(doc = "The end of the service.") DrainConfig drain,

        @Key(
                doc = "Any Kafka client property: bootstrap.servers, security.protocol, sasl.jaas.config, …",
                value = "{bootstrap.servers: '127.0.0.1:9092'}")
        Map<String, String> kafka,

        @Key(doc = "The schema registry.") RegistryConfig registry) {

    public GatewayConfig {
        kafka = Map.copyOf(kafka);
        KafkaSettings.check(kafka);
        senders = List.copyOf(senders);
        SenderConfig.requireDistinct(senders);
        boolean loopback = address(listen).isLoopback();
        if (!loopback && senders.isEmpty() && sendersFile.isEmpty()) {
            throw new IllegalArgumentException(
                    "senders: at least one, here or in senders-file, because listen is no loopback address");
        }
        if (!topic.matches("[A-Za-z0-9._-]{1,249}")) {
            throw new IllegalArgumentException("topic: 1 to 249 of A-Z a-z 0-9 . _ -");
        }
        Topics.IMAGES_RAW.requireFits("image", "max-bytes of ", image.maxBytes());
        Topics.IMAGES_RAW.requireFits("dead-letter-payload", "", deadLetterPayload);
        if (image.maxBytes().compareTo(upload.maxRequest()) > 0) {
            throw new IllegalArgumentException("upload: max-request of at least image.max-bytes");
        }
    }

    private static ListenAddress address(String listen) {
        try {
            return ListenAddress.parse(listen);
        } catch (IllegalArgumentException malformed) {
            throw new IllegalArgumentException("listen: " + ListenAddress.FORM, malformed);
        }
    }
}
