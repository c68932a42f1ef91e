package io.slipstream.trainer.checkpoint;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoldenCheckpointTest {

    private static final String FORMAT_1 = "b7ea4fde4781450b8299d66466bf97dc9e2e767caa8c9507c6e9fea112c10202";
    private static final List<String> PARTS = List.of("student", "teacher", "optimizer", "memory", "replay", "stream");

    @Test
    void aCheckpointOfFormat1IsRead() throws Exception {
        Restored restored = read();

        assertThat(restored.header()).isEqualTo(GoldenCheckpoint.HEADER);
        assertThat(restored.sinceSnapshot()).isEqualTo(States.order());
        assertThat(restored.configYaml()).isEqualTo(States.CONFIG);
        assertThat(restored.state())
                .usingRecursiveComparison(States.BY_VALUE)
                .isEqualTo(GoldenCheckpoint.state(States.images(0, 6)));
        assertThat(restored.replay().segments()).extracting(Blob::epoch).containsExactly(1L, 2L);
    }

    /** Hashes are compared between trainers of different versions, so what they mean may not change with the code. */
    @Test
    void theHashesOfAStateAreWhatTheyHaveAlwaysBeen(@TempDir Path root) throws Exception {
        Restored restored = read();

        Map<String, String> today = new CheckpointWriter(new FileBlobStore(root))
                .write(States.header(7, 7), restored.state(), States.order(), "")
                .stateHashes();

        assertThat(today).isEqualTo(restored.manifest().stateHashes());
        assertThat(today.keySet()).containsExactlyInAnyOrderElementsOf(PARTS);
    }

    private static Restored read() throws Exception {
        Path root = Path.of(requireNonNull(GoldenCheckpointTest.class.getResource("/golden/checkpoint-1"))
                .toURI());
        return new CheckpointReader(root).read("file:///written/elsewhere/demo/e2/" + FORMAT_1, FORMAT_1);
    }
}
