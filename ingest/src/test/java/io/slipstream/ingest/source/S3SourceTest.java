package io.slipstream.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipstream.ingest.LoopbackS3;
import io.slipstream.schemas.config.ByteSize;
import io.slipstream.schemas.s3.S3Location;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class S3SourceTest {

    private static final int OBJECTS = 1_050; // more than one page of a listing

    private final LoopbackS3 server;

    S3SourceTest() throws IOException {
        server = LoopbackS3.start();
    }

    @BeforeEach
    void putObjects() {
        for (int number = 0; number < OBJECTS; number++) {
            server.put("2026/gate-" + (10_000 + number) + ".jpg", text(number));
        }
        server.put("2026/.hidden", text(0));
        server.put("2025/older.jpg", text(0));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void everyObjectOfThePrefixComesOnceInTheOrderOfTheKeys() throws Exception {
        List<RawImage> images = read(Optional.empty(), ByteSize.ofMiB(1));

        assertThat(images).hasSize(OBJECTS);
        assertThat(images).extracting(RawImage::position).isSorted().doesNotHaveDuplicates();
        assertThat(images.get(7).bytes()).isEqualTo(text(7));
        assertThat(images.get(7).origin()).isEqualTo("s3://photos/2026/gate-10007.jpg");
        assertThat(images.get(7).captureTime())
                .isBetween(Instant.now().minusSeconds(600), Instant.now().plusSeconds(60));
    }

    @Test
    void itGoesOnBehindTheKeyOfTheLastOne() throws Exception {
        List<RawImage> images = read(Optional.of("2026/gate-11039.jpg"), ByteSize.ofMiB(1));

        assertThat(images).hasSize(10);
        assertThat(images.get(0).position()).isEqualTo("2026/gate-11040.jpg");
    }

    @Test
    void ofALargeObjectOnlyTheCapIsReceivedAndTheTrueSizeIsTold() throws Exception {
        server.put("2026/z-large.jpg", new byte[100_000]);

        List<RawImage> images = read(Optional.of("2026/y"), new ByteSize(1_000));

        assertThat(images).singleElement().satisfies(image -> {
            assertThat(image.bytes()).hasSize(1_000);
            assertThat(image.size()).isEqualTo(100_000);
        });
    }

    @Test
    void aServerThatIsAwayEndsTheSourceWithAnError() {
        server.close();

        assertThatThrownBy(() -> read(Optional.empty(), ByteSize.ofMiB(1)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("S3 cannot be listed");
    }

    private List<RawImage> read(Optional<String> last, ByteSize cap) throws Exception {
        List<RawImage> images = new ArrayList<>();
        S3Location prefix = new S3Location(LoopbackS3.BUCKET, "2026/");
        try (ImageSource source = S3Source.open(prefix, "gate", server.config(), 4, cap, last)) {
            Pull pull = source.pull(Duration.ofSeconds(30));
            while (pull instanceof Pull.Image next) {
                images.add(next.image());
                pull = source.pull(Duration.ofSeconds(30));
            }
            assertThat(pull).isInstanceOf(Pull.End.class);
        }
        return images;
    }

    private static byte[] text(int number) {
        return ("image " + number).getBytes(StandardCharsets.UTF_8);
    }
}
