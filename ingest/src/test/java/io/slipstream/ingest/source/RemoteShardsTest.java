package io.slipstream.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipstream.ingest.LoopbackS3;
import io.slipstream.ingest.TestShard;
import io.slipstream.schemas.config.ByteSize;
import io.slipstream.schemas.s3.S3Config;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RemoteShardsTest {

    private static final int EACH = 20;

    private final ShardHost host;
    private final List<String> everyImage =
            IntStream.range(0, 2 * EACH).mapToObj(RemoteShardsTest::image).toList();

    RemoteShardsTest() throws IOException {
        host = new ShardHost();
    }

    @BeforeEach
    void putShards() throws IOException {
        host.put("/train-00.tar", TestShard.ofImages("zero", EACH));
        host.put("/train-01.tar", TestShard.ofImages("one", EACH));
    }

    @AfterEach
    void stop() {
        host.close();
    }

    @Test
    void theImagesOfEveryShardComeInOrderAsThoseOfLocalShardsDo() throws Exception {
        host.put(
                "/tagged.tar",
                TestShard.tar(
                        Map.entry("a/001.jpg", "one"),
                        Map.entry("a/001.json", "{\"site\": \"north\", \"label\": \"cat\"}"),
                        Map.entry("a/002.left.png", "two left"),
                        Map.entry("a/002.cls", "7")));

        assertThat(read(pattern(), Optional.empty()))
                .extracting(RemoteShardsTest::text)
                .isEqualTo(everyImage);
        List<RawImage> tagged = read(host.address("/tagged.tar?token=secret"), Optional.empty());
        assertThat(tagged).extracting(RemoteShardsTest::text).containsExactly("one", "two left");
        assertThat(tagged.get(0).tags()).isEqualTo(Map.of("site", "north"));
        assertThat(tagged.get(0).captureTime()).isEqualTo(Instant.parse("2026-01-02T03:04:05Z"));
        assertThat(tagged.get(1).origin()).isEqualTo(host.address("/tagged.tar") + "!/a/002.left.png");
        assertThat(tagged.get(1).source()).isEqualTo("gate");
    }

    @Test
    void aConnectionThatBreaksIsMadeAgainAndGoesOnBehindTheLastByte() throws Exception {
        long whole = 2L * TestShard.ofImages("zero", EACH).length;
        host.fail(new ShardHost.Fault.Break(10_000), new ShardHost.Fault.Break(7), new ShardHost.Fault.Status(503));

        assertThat(read(pattern(), Optional.empty()))
                .extracting(RemoteShardsTest::text)
                .isEqualTo(everyImage);

        assertThat(host.asked())
                .containsExactly(
                        "/train-00.tar",
                        "/train-00.tar bytes=10000-",
                        "/train-00.tar bytes=10007-",
                        "/train-00.tar bytes=10007-",
                        "/train-01.tar");
        assertThat(host.sent()).isEqualTo(whole);
    }

    @Test
    void ofAServerThatKnowsNoRangesTheWholeShardIsReadAgainAndWhatWasReadIsPassedOver() throws Exception {
        host.forgetRanges();
        host.fail(new ShardHost.Fault.Break(30_000), new ShardHost.Fault.Break(20_000));

        assertThat(read(pattern(), Optional.empty()))
                .extracting(RemoteShardsTest::text)
                .isEqualTo(everyImage);

        assertThat(host.asked()).hasSize(4);
    }

    @Test
    void aServerThatFallsSilentIsAskedAgain() throws Exception {
        host.fail(new ShardHost.Fault.Silence(15_000));

        assertThat(read(pattern(), Optional.empty()))
                .extracting(RemoteShardsTest::text)
                .isEqualTo(everyImage);
    }

    @Test
    void aShardThatBringsNothingAnyMoreEndsTheSourceAndTheNextStartGoesOn() throws Exception {
        host.fail(
                new ShardHost.Fault.Break(40_000),
                new ShardHost.Fault.Break(0),
                new ShardHost.Fault.Status(500),
                new ShardHost.Fault.Break(0));
        List<RawImage> images = new ArrayList<>();

        assertThatThrownBy(() -> read(pattern(), Optional.empty(), images))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(host.address("/train-00.tar") + ": ")
                .hasMessageContaining(", 3 times");

        assertThat(images).hasSizeBetween(1, EACH - 1);
        read(pattern(), Optional.of(images.get(images.size() - 1).position()), images);
        assertThat(images).extracting(RemoteShardsTest::text).isEqualTo(everyImage);
    }

    @Test
    void aShardThatChangesWhileItIsReadEndsTheSource() {
        host.fail(new ShardHost.Fault.Break(10_000));
        List<RawImage> images = new ArrayList<>();

        assertThatThrownBy(() -> {
                    try (ImageSource source = open(host.address("/train-00.tar"), Optional.empty(), 1)) {
                        source.pull(Duration.ofSeconds(30));
                        host.put("/train-00.tar", TestShard.ofImages("else", EACH));
                        drain(source, images);
                    }
                })
                .isInstanceOf(IOException.class)
                .hasMessageContaining("it has changed while it was read");
    }

    @Test
    void itGoesOnBehindEveryPosition() throws Exception {
        List<RawImage> whole = read(pattern(), Optional.empty());

        for (int sent : List.of(1, EACH - 1, EACH, EACH + 1, 2 * EACH)) {
            assertThat(read(pattern(), Optional.of(whole.get(sent - 1).position())))
                    .extracting(RemoteShardsTest::text)
                    .isEqualTo(everyImage.subList(sent, everyImage.size()));
        }
        assertThatThrownBy(() -> read(pattern(), Optional.of("another.tar 3")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("another.tar 3");
    }

    @Test
    void aMissingShardEndsTheSourceAtOnceAndPrivateAddressesAreNotAsked() throws Exception {
        assertThatThrownBy(() -> read(host.address("/none-{0..1}.tar"), Optional.empty()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(host.address("/none-0.tar") + ": the server answered 404");
        assertThat(host.asked()).hasSize(1);

        UrlsConfig careful = new UrlsConfig(Duration.ofSeconds(5), 3, 5, false);
        try (ImageSource source = WebDatasetSource.openRemote(
                pattern(),
                "gate",
                Set.of(),
                careful,
                S3Config.DEFAULTS,
                4,
                ByteSize.ofMiB(1),
                Optional.empty(),
                Clock.systemUTC())) {
            assertThatThrownBy(() -> drain(source, new ArrayList<>()))
                    .hasMessageContaining("has an address that is not public");
        }
        assertThat(host.asked()).hasSize(1);
    }

    @Test
    void aGzippedShardThatBreaksIsReadOnAsWell() throws Exception {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write(TestShard.ofImages("zero", EACH));
        }
        host.put("/train.tar.gz", zipped.toByteArray());
        host.fail(new ShardHost.Fault.Break(zipped.size() / 2));

        assertThat(read(host.address("/train.tar.gz"), Optional.empty()))
                .extracting(RemoteShardsTest::text)
                .isEqualTo(everyImage.subList(0, EACH));
        assertThat(host.asked()).hasSize(2);
    }

    @Test
    void shardsInABucketAreReadTheSameWay() throws Exception {
        try (LoopbackS3 server = LoopbackS3.start()) {
            server.put("sets/train-00.tar", TestShard.ofImages("zero", EACH));
            server.put("sets/train-01.tar", TestShard.ofImages("one", EACH));
            List<RawImage> images = new ArrayList<>();

            try (ImageSource source = openS3(server, "s3://photos/sets/train-{00..01}.tar")) {
                drain(source, images);
            }

            assertThat(images).extracting(RemoteShardsTest::text).isEqualTo(everyImage);
            assertThat(images.get(3).origin()).isEqualTo("s3://photos/sets/train-00.tar!/003.jpg");
            try (ImageSource source = openS3(server, "s3://photos/sets/none-{0..1}.tar")) {
                assertThatThrownBy(() -> drain(source, new ArrayList<>()))
                        .hasMessageContaining("s3://photos/sets/none-0.tar: the server answered 404");
            }
        }
    }

    @Test
    void aStreamOutOfABucketThatBreaksGoesOnBehindTheLastByteUnlessTheObjectHasChanged() throws Exception {
        byte[] shard = TestShard.ofImages("zero", EACH);
        try (LoopbackS3 server = LoopbackS3.start();
                BreakingServer breaking = new BreakingServer(S3Shards.of(server.config()), 10_000)) {
            server.put("train.tar", shard);

            try (ShardStream stream = new ShardStream(breaking, "s3://photos/train.tar", 3)) {
                assertThat(stream.readAllBytes()).isEqualTo(shard);
            }
            assertThat(breaking.from()).hasSize(1 + shard.length / 10_000).startsWith(0L, 10_000L, 20_000L);

            try (ShardStream stream = new ShardStream(breaking, "s3://photos/train.tar", 3)) {
                stream.readNBytes(100);
                server.put("train.tar", TestShard.ofImages("one", EACH));
                assertThatThrownBy(stream::readAllBytes).hasMessageContaining("it has changed while it was read");
            }
        }
    }

    private static String image(int number) {
        return TestShard.image(number < EACH ? "zero" : "one", number % EACH);
    }

    private String pattern() {
        return host.address("/train-{00..01}.tar");
    }

    private static ImageSource open(String pattern, Optional<String> last, int ahead) throws IOException {
        UrlsConfig urls = new UrlsConfig(Duration.ofSeconds(2), 3, 5, true);
        return WebDatasetSource.openRemote(
                pattern,
                "gate",
                Set.of("site"),
                urls,
                S3Config.DEFAULTS,
                ahead,
                ByteSize.ofMiB(1),
                last,
                Clock.systemUTC());
    }

    private static ImageSource openS3(LoopbackS3 server, String pattern) throws IOException {
        return WebDatasetSource.openRemote(
                pattern,
                "gate",
                Set.of(),
                new UrlsConfig(Duration.ofSeconds(2), 3, 5, false),
                server.config(),
                4,
                ByteSize.ofMiB(1),
                Optional.empty(),
                Clock.systemUTC());
    }

    private static List<RawImage> read(String pattern, Optional<String> last) throws Exception {
        List<RawImage> images = new ArrayList<>();
        read(pattern, last, images);
        return images;
    }

    private static void read(String pattern, Optional<String> last, List<RawImage> images) throws Exception {
        try (ImageSource source = open(pattern, last, 4)) {
            drain(source, images);
        }
    }

    private static void drain(ImageSource source, List<RawImage> images) throws Exception {
        Pull pull = source.pull(Duration.ofSeconds(1));
        while (!(pull instanceof Pull.End)) {
            if (pull instanceof Pull.Image next) {
                images.add(next.image());
            }
            pull = source.pull(Duration.ofSeconds(1));
        }
    }

    private static String text(RawImage image) {
        return new String(image.bytes(), StandardCharsets.UTF_8);
    }
}
