package io.slipstream.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipstream.ingest.TestShard;
import io.slipstream.schemas.config.ByteSize;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebDatasetSourceTest {

    private final Path folder;
    private final String pattern;

    WebDatasetSourceTest(@TempDir Path folder) {
        this.folder = folder;
        this.pattern = folder.resolve("shard-{00..01}.tar").toString();
    }

    @BeforeEach
    void makeShards() throws Exception {
        write(
                "shard-00.tar",
                Map.entry("a/001.cls", "7"),
                Map.entry("a/001.jpg", "one"),
                Map.entry("a/001.json", "{\"site\": \"north\", \"lane\": 3, \"label\": \"cat\", \"box\": [1]}"),
                Map.entry("a/002.left.JPG", "two left"),
                Map.entry("a/002.right.png", "two right"),
                Map.entry("a/003.cls", "8"));
        write("shard-01.tar", Map.entry("004.jpeg", "four"), Map.entry("004.json", "no json"));
    }

    @Test
    void theImagesOfEverySampleComeInOrderWithoutTheirAnnotations() throws Exception {
        List<RawImage> images = read(Set.of(), Optional.empty());

        assertThat(images)
                .extracting(WebDatasetSourceTest::text)
                .containsExactly("one", "two left", "two right", "four");
        assertThat(images).allSatisfy(image -> {
            assertThat(image.tags()).isEmpty();
            assertThat(image.source()).isEqualTo("gate");
        });
        assertThat(images.get(1).origin()).isEqualTo(folder.resolve("shard-00.tar") + "!/a/002.left.JPG");
    }

    @Test
    void onlyTheFieldsThatAreAskedForBecomeTags() throws Exception {
        List<RawImage> images = read(Set.of("site", "lane", "box", "missing"), Optional.empty());

        assertThat(images.get(0).tags()).isEqualTo(Map.of("site", "north", "lane", "3"));
        assertThat(images.get(1).tags()).isEmpty();
        assertThat(images.get(3).tags()).isEmpty();
    }

    @Test
    void itGoesOnBehindEveryPosition() throws Exception {
        List<RawImage> whole = read(Set.of(), Optional.empty());

        for (int sent = 1; sent <= whole.size(); sent++) {
            assertThat(read(Set.of(), Optional.of(whole.get(sent - 1).position())))
                    .extracting(WebDatasetSourceTest::text)
                    .isEqualTo(whole.subList(sent, whole.size()).stream()
                            .map(WebDatasetSourceTest::text)
                            .toList());
        }
    }

    @Test
    void aMissingShardAndAForeignPositionAreErrors() throws Exception {
        assertThatThrownBy(() -> read(Set.of(), Optional.of("another.tar 3")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("another.tar 3");
        assertThatThrownBy(
                        () -> WebDatasetSource.open("a-{1}.tar", "gate", Set.of(), ByteSize.ofKiB(1), Optional.empty()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("expected a range");
        Files.delete(folder.resolve("shard-01.tar"));
        assertThatThrownBy(() -> read(Set.of(), Optional.empty()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("shard-01.tar");
    }

    private List<RawImage> read(Set<String> tags, Optional<String> last) throws Exception {
        List<RawImage> images = new ArrayList<>();
        try (ImageSource source = WebDatasetSource.open(pattern, "gate", tags, ByteSize.ofKiB(1), last)) {
            while (source.pull(Duration.ZERO) instanceof Pull.Image next) {
                images.add(next.image());
            }
        }
        return images;
    }

    private static String text(RawImage image) {
        return new String(image.bytes(), StandardCharsets.UTF_8);
    }

    @SafeVarargs
    private final void write(String shard, Map.Entry<String, String>... files) throws IOException {
        Files.write(folder.resolve(shard), TestShard.tar(files));
    }
}
