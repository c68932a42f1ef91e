package io.slipstream.ingest.curation;

import io.slipstream.schemas.blob.BlobFetcherConfig;
import io.slipstream.schemas.config.ByteSize;
import io.slipstream.schemas.config.Key;
import io.slipstream.schemas.image.ImageLimits;
import io.slipstream.schemas.serde.RegistryConfig;
import io.slipstream.schemas.service.ListenAddress;
import io.slipstream.schemas.streams.GroupProtocol;
import io.slipstream.schemas.streams.StreamsSettings;
import io.slipstream.schemas.topic.KafkaSettings;
import io.slipstream.schemas.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Configuration of {@code slipstream curate}: from images.raw to images. */
public record CurationConfig(
        @Key(doc = "The largest image let in; whatever is larger goes to the dead-letter topic.")
        ImageLimits image,

        @Key(doc = "The store of large images, whose records carry a reference; when absent, such records are refused.")
        Optional<BlobFetcherConfig> claimCheck,

        @Key(
                doc = "Longest time an image may take to decode; one that takes longer is a dead letter.",
                value = "10s",
                min = 0.01,
                max = 120)
        Duration decodeLimit,

        @Key(doc = "Exact duplicates: the same bytes from the same source.")
        DuplicateWindow duplicates,

        @Key(doc = "Near duplicates: images of one source that look alike.")
        NearDuplicateWindow nearDuplicates,

        @Key(doc = "Which images are good enough to learn from.")
        QualityLimits quality,

        @Key(doc = "How much one source may forward.") RateCap rate,

        @Key(doc = "How much of a partition one source may take.")
        Balance balance,

        @Key(
                doc =
                        "A refused record of up to this size is kept in its dead letter; of a larger one only where it lies.",
                value = "1MiB",
                min = 0)
        ByteSize deadLetterPayload,

        @Key(
                doc = "Threads that curate; more than the partitions of images.raw, over all instances, are idle.",
                value = "2",
                min = 1,
                max = 64)
        int threads,

        @Key(
                doc = "Time between two commits; readers of images see an image after the next one.",
                value = "200ms",
                min = 0.01,
                max = 5)
        Duration commitInterval,

        @Key(
                doc = "Directory of the state, one per instance; it may be lost: it is restored from the broker.",
                value = ".slipstream/curation")
        Path state,

        @Key(doc = "Memory of the state's caches and write buffers, all together.", value = "128MiB", min = 16 << 20)
        ByteSize stateMemory,

        @Key(
                doc = "Kafka Streams application id: instances with the same one share the partitions; a new one starts"
                        + " from the oldest record with an empty memory.",
                value = "slipstream-curation",
                allowed = "1 to 100 of A-Z a-z 0-9 . _ -")
        String applicationId,

        @Key(
                doc = "Kafka's rebalance protocol: streams needs brokers of 4.2 or newer and moves partitions within"
                        + " seconds; classic works with any.",
                value = "streams")
        GroupProtocol groupProtocol,

        @Key(
                doc = "Address of /v1/curation, /metrics, /healthz and /readyz; none serves nothing.",
                value = "127.0.0.1:8084",
                allowed = "HOST:PORT, port 0 for any free one, or none")
        String listen,

        @Key(
                doc = "How long to wait for a broker or registry that is away before giving up with exit code 1.",
                value = "2m",
                min = 1,
                max = 86_400)
        Duration giveUpAfter,

        @Key(doc = "Time between two progress lines.", value = "10s", min = 0.1, max = 86_400)
        Duration reportInterval,

        @Key(
                doc = "Any Kafka client or Kafka Streams property: bootstrap.servers, security.protocol, …",
                value = "{bootstrap.servers: '127.0.0.1:9092'}")
        Map<String, String> kafka,

        @Key(doc = "The schema registry.") RegistryConfig registry) {

    private static final long STORE_CACHE = 8 << 20;

    public CurationConfig {
        kafka = Map.copyOf(kafka);
        KafkaSettings.check(kafka);
        StreamsSettings.check(kafka);
        if (!applicationId.matches("[A-Za-z0-9._-]{1,100}")) {
            throw new IllegalArgumentException("application-id: 1 to 100 of A-Z a-z 0-9 . _ -");
        }
        address(listen);
        Topics.IMAGES.requireFits("image", "max-bytes of ", image.maxBytes());
        Topics.IMAGES_DEAD_LETTER.requireFits("dead-letter-payload", "", deadLetterPayload);
    }

    private static Optional<ListenAddress> address(String listen) {
        try {
            return listen.equals("none") ? Optional.empty() : Optional.of(ListenAddress.parse(listen));
        } catch (IllegalArgumentException malformed) {
            throw new IllegalArgumentException("listen: none, or " + ListenAddress.FORM, malformed);
        }
    }

    /** Settings of Kafka Streams. */
    StreamsSettings streams() {
        return new StreamsSettings(
                kafka,
                applicationId,
                groupProtocol,
                threads,
                commitInterval,
                state,
                giveUpAfter,
                decodeLimit,
                STORE_CACHE);
    }

    /** Where to listen; empty for nowhere. */
    Optional<ListenAddress> listenAddress() {
        return address(listen);
    }
}
