package io.slipstream.evaluator.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipstream.schemas.config.ByteSize;
import io.slipstream.schemas.image.ImageLimits;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProbeSetReaderTest {

    private static final ImageLimits LIMITS = new ImageLimits(ByteSize.ofMiB(1), 1_000_000);

    private final Path dir;

    ProbeSetReaderTest(@TempDir Path dir) {
        this.dir = dir;
    }

    @Test
    void theFolderOfAnImageNamesItsClass() throws Exception {
        ProbeImages.write(dir, 6, Color.RED, Color.GREEN, Color.BLUE);

        ProbeSet set = ProbeSetReader.read("probe", config(100), 1);

        assertThat(set.classes()).containsExactly("class-0", "class-1", "class-2");
        assertThat(set.labels()).containsExactly(0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2);
        assertThat(set.name()).isEqualTo("probe");
    }

    @Test
    void imagesAreDecodedAtTheSizeThatIsAskedFor() throws Exception {
        ProbeImages.write(dir, 5, Color.RED, Color.BLUE);
        ProbeSet set = ProbeSetReader.read("probe", config(100), 1);

        byte[][] small = set.pixels(3, 7, 8);
        byte[][] large = set.pixels(0, 10, 32);

        assertThat(small).hasNumberOfRows(4);
        assertThat(small[0]).hasSize(3 * 8 * 8);
        assertThat(large[9]).hasSize(3 * 32 * 32);
        assertThat(set.pixels(3, 7, 8)[0]).isEqualTo(small[0]);
        assertThat(mean(large[0], 0)).as("red of a red image").isGreaterThan(150);
        assertThat(mean(large[9], 0)).as("red of a blue image").isLessThan(100);
    }

    @Test
    void aLargeSetIsSampledEvenlyAndAlwaysAlike() throws Exception {
        ProbeImages.write(dir, 20, Color.RED, Color.BLUE);

        ProbeSet once = ProbeSetReader.read("probe", config(12), 5);
        ProbeSet again = ProbeSetReader.read("probe", config(12), 5);

        assertThat(once.labels()).containsExactly(0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1);
        assertThat(again.pixels(0, 12, 16)).isDeepEqualTo(once.pixels(0, 12, 16));
    }

    @Test
    void whatIsNoImageOrHasNoLabelIsLeftOut() throws Exception {
        ProbeImages.write(dir, 5, Color.RED, Color.BLUE);
        Files.writeString(dir.resolve("class-0/notes.jpg"), "not an image");
        Files.createFile(dir.resolve("class-1/empty.png"));
        Files.copy(dir.resolve("class-0/image-000.png"), dir.resolve("unlabelled.png"));
        Files.write(dir.resolve("class-1/huge.png"), new byte[(1 << 20) + 1]);

        assertThat(ProbeSetReader.read("probe", config(100), 1).size()).isEqualTo(10);
    }

    @Test
    void theContentHashNamesTheImagesAndTheirLabels() throws Exception {
        ProbeImages.write(dir, 6, Color.RED, Color.BLUE);
        String hash = ProbeSetReader.read("probe", config(100), 1).contentHash();

        assertThat(ProbeSetReader.read("other", config(100), 2).contentHash()).isEqualTo(hash);
        Files.move(dir.resolve("class-0/image-000.png"), dir.resolve("class-1/other.png"));
        assertThat(ProbeSetReader.read("probe", config(100), 1).contentHash()).isNotEqualTo(hash);
    }

    @Test
    void aClassWithTooFewImagesIsRefusedByName() throws IOException {
        ProbeImages.write(dir, 5, Color.RED, Color.BLUE);
        Files.delete(dir.resolve("class-1/image-000.png"));

        assertThatThrownBy(() -> ProbeSetReader.read("probe", config(100), 1))
                .isInstanceOf(ProbeSetException.class)
                .hasMessageContaining("expected at least 5 decodable images of every class")
                .hasMessageContaining("class-1 (4)");
    }

    @Test
    void oneClassIsRefused() throws IOException {
        ProbeImages.write(dir, 5, Color.RED);

        assertThatThrownBy(() -> ProbeSetReader.read("probe", config(100), 1))
                .isInstanceOf(ProbeSetException.class)
                .hasMessageContaining("at least 2 folders, found 1 with images [class-0]");
    }

    @Test
    void aPathWithNothingThereIsRefused() {
        ProbeSetConfig missing =
                new ProbeSetConfig(ProbeSource.PATH, Optional.of(dir.resolve("no.zip")), 100, 10, LIMITS);

        assertThatThrownBy(() -> ProbeSetReader.read("probe", missing, 1))
                .isInstanceOf(ProbeSetException.class)
                .hasMessageContaining("probe-sets.probe.path")
                .hasMessageContaining("no.zip");
    }

    private ProbeSetConfig config(int maxImages) {
        return new ProbeSetConfig(ProbeSource.PATH, Optional.of(dir), maxImages, 10, LIMITS);
    }

    private static double mean(byte[] pixels, int plane) {
        int area = pixels.length / 3;
        byte[] values = Arrays.copyOfRange(pixels, plane * area, (plane + 1) * area);
        long sum = 0;
        for (byte value : values) {
            sum += value & 0xFF;
        }
        return sum / (double) area;
    }
}
