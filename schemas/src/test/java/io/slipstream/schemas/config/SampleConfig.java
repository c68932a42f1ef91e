package io.slipstream.schemas.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A configuration with a key of every type. */
record SampleConfig(
        @Key(doc = "Client properties.", value = "{bootstrap.servers: '127.0.0.1:9092'}")
        Map<String, String> kafka,

        @Key(doc = "Batches.") Batch batch,

        @Key(doc = "Learning rate.", value = "1e-3", min = 0)
        double learningRate,

        @Key(doc = "Images until the end.", value = "9_000_000_000", min = 0)
        long images,

        @Key(doc = "Whether to replay.", value = "true") boolean replay,

        @Key(doc = "Model id.", value = "demo") String model,

        @Key(doc = "Where snapshots go.", value = "data/snapshots")
        Path store,

        @Key(doc = "Registry.", value = "http://127.0.0.1:8081")
        URI registry,

        @Key(doc = "Time between reports.", value = "5s", min = 0.1, max = 60)
        Duration every,

        @Key(doc = "Largest image.", value = "10MiB", min = 1)
        ByteSize maxBytes,

        @Key(doc = "When the stream is too fast.", value = "lag")
        Policy policy,

        @Key(doc = "Where to start.") Optional<Instant> startAt,

        @Key(doc = "Sources.", value = "[camera-1, camera-2]")
        List<String> sources,

        @Key(doc = "Watched folders.") List<Watch> watches) {

    enum Policy {
        LAG,
        LATEST_ONLY
    }

    record Batch(
            @Key(doc = "Images from the stream.", value = "64", min = 1, max = 4096)
            int stream,

            @Key(doc = "Images from the replay buffer.", value = "64", min = 0, max = 4096)
            int replay) {

        Batch {
            if (stream + replay > 4096) {
                throw new IllegalArgumentException("replay: at most 4096 together with stream");
            }
        }
    }

    record Watch(
            @Key(doc = "Folder.") Path folder,
            @Key(doc = "Source key.", value = "folder") String source) {}
}
