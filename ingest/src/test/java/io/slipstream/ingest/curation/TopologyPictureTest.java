package io.slipstream.ingest.curation;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipstream.schemas.blob.SampleBytes;
import io.slipstream.schemas.config.ConfigLoader;
import io.slipstream.schemas.image.DecodingMemory;
import io.slipstream.schemas.record.ImageSample;
import io.slipstream.schemas.sample.SampleReader;
import io.slipstream.schemas.serde.AvroDeserializer;
import io.slipstream.schemas.serde.AvroSerializer;
import io.slipstream.schemas.serde.Registry;
import io.slipstream.schemas.serde.RegistryConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;

/** docs/curation.md shows what Kafka Streams says of the topology. */
class TopologyPictureTest {

    private static final Path PAGE = Path.of("..", "docs", "curation.md");

    @Test
    void thePictureInTheDocumentationIsThatOfTheTopology() throws Exception {
        CurationConfig config = ConfigLoader.defaults(CurationConfig.class);
        try (var registry = Registry.connect(ConfigLoader.parse("{url: 'mock://picture'}", "", RegistryConfig.class));
                Probe probe = new Probe(config, DecodingMemory.ofThisHeap())) {
            CurationParts parts = new CurationParts(
                    config,
                    new SampleReader(new AvroDeserializer<>(registry, ImageSample.class), config.image()),
                    new StoredBytes(SampleBytes.inline()),
                    probe,
                    new Outlet(new AvroSerializer<>(registry), new AvroSerializer<>(registry), 1),
                    () -> false);

            String picture =
                    CurationTopology.of(parts, Clock.systemUTC()).describe().toString();

            assertThat(Files.readString(PAGE)).contains("```\n" + picture.strip() + "\n```");
        }
    }
}
