package io.slipstream.evaluator.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** docs/drift.md shows what Kafka Streams says of the topology. */
class DriftTopologyPictureTest {

    private static final Path PAGE = Path.of("..", "docs", "drift.md");

    @Test
    void thePictureInTheDocumentationIsThatOfTheTopology() throws Exception {
        try (WatchDriver watch = new WatchDriver(WatchDriver.SMALL)) {
            String picture = DriftTopology.of(watch.parts).describe().toString();

            assertThat(Files.readString(PAGE)).contains("```\n" + picture.strip() + "\n```");
        }
    }
}
