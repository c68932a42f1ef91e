package io.slipstream.evaluator.canonical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipstream.evaluator.probe.ProbeImages;
import io.slipstream.schemas.config.ByteSize;
import io.slipstream.schemas.image.ImageLimits;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CanonicalSetTest {

    private static final ImageLimits LIMITS = new ImageLimits(ByteSize.ofMiB(1), 1_000_000);

    private final Path dir;
    private final Path probe;

    CanonicalSetTest(@TempDir Path dir) throws IOException {
        this.dir = dir;
        probe = ProbeImages.write(dir.resolve("probe"), 15, Color.RED, Color.BLUE);
    }

    @Test
    void aSampleIsDrawnOnceAndStaysWhateverBecomesOfTheProbeSet() throws Exception {
        CanonicalImages drawn = draw(20, 1);
        deleteClass("class-0");

        assertThat(drawn.size()).isEqualTo(20);
        assertThat(draw(20, 1).hash()).isEqualTo(drawn.hash());
        assertThat(draw(20, 1).pixels(3, 16)).isEqualTo(drawn.pixels(3, 16));
    }

    @Test
    void aLostSampleIsDrawnTheSameAgain() throws Exception {
        CanonicalImages drawn = draw(20, 1);
        Files.delete(kept());
        Files.move(probe.resolve("class-0"), probe.resolve("renamed"));

        assertThat(draw(20, 1).hash()).isEqualTo(drawn.hash());
    }

    @Test
    void anotherSeedIsAnotherSample() throws Exception {
        CanonicalImages drawn = draw(20, 1);
        Files.delete(kept());

        assertThat(draw(20, 2).hash()).isNotEqualTo(drawn.hash());
    }

    @Test
    void aPathIsUsedAsItIsAndNothingIsKept() throws Exception {
        CanonicalConfig config = new CanonicalConfig(Optional.of(probe), 1000, LIMITS);

        assertThat(CanonicalSet.open(config, kept(), List.of(), 1).orElseThrow().size())
                .isEqualTo(30);
        assertThat(kept()).doesNotExist();
    }

    @Test
    void withoutAnythingToDrawFromThereIsNone() throws Exception {
        CanonicalConfig config = new CanonicalConfig(Optional.empty(), 1000, LIMITS);

        assertThat(CanonicalSet.open(config, kept(), List.of(), 1)).isEmpty();
    }

    @Test
    void whatCannotBeDecodedIsLeftOutAndTooFewAreRefused() throws Exception {
        Files.writeString(probe.resolve("class-0/note.png"), "no image");
        assertThat(draw(1000, 1).size()).isEqualTo(30);
        Files.delete(kept());
        deleteClass("class-0");
        for (int i = 0; i < 6; i++) {
            Files.delete(probe.resolve("class-1/image-%03d.png".formatted(i)));
        }

        assertThatThrownBy(() -> draw(1000, 1))
                .isInstanceOf(CanonicalSetException.class)
                .hasMessageContaining("at least 10")
                .hasMessageContaining("found 9");
    }

    private CanonicalImages draw(int maxImages, long seed) throws Exception {
        return CanonicalSet.open(new CanonicalConfig(Optional.empty(), maxImages, LIMITS), kept(), List.of(probe), seed)
                .orElseThrow();
    }

    private Path kept() {
        return dir.resolve("state/canonical.zip");
    }

    private void deleteClass(String name) throws IOException {
        try (Stream<Path> files = Files.list(probe.resolve(name))) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(probe.resolve(name));
    }
}
