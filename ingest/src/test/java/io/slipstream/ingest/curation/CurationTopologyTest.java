package io.slipstream.ingest.curation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.awaitility.Awaitility.await;

import io.slipstream.ingest.TestImages;
import io.slipstream.ingest.curation.measure.GoldenPictures;
import io.slipstream.ingest.curation.measure.Quality;
import io.slipstream.schemas.blob.SampleBytes;
import io.slipstream.schemas.hash.Sha256;
import io.slipstream.schemas.record.BlobReference;
import io.slipstream.schemas.record.DeadLetter;
import io.slipstream.schemas.record.DeadLetterReason;
import io.slipstream.schemas.record.ImageSample;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.streams.TopologyDescription;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;

class CurationTopologyTest {

    private static final Instant NOW = CurationDriver.NOW;

    @Test
    void aGoodImageGoesOnWithItsKeyItsTimeAndItsHeaders() throws Exception {
        try (CurationDriver curation = new CurationDriver("")) {
            byte[] image = TestImages.jpeg(1);

            curation.framed("gate", image, 5);

            TestRecord<String, ImageSample> forwarded = curation.images().get(0);
            assertThat(forwarded.key()).isEqualTo("gate");
            assertThat(forwarded.getRecordTime()).isEqualTo(NOW.minusSeconds(5));
            assertThat(text(forwarded, "trace")).isEqualTo("t-1");
            assertThat(forwarded.value().getId()).isEqualTo(Sha256.of(image));
            assertThat(forwarded.value().getTags()).containsExactly(entry("site", "north"));
            assertThat(curation.letters()).isEmpty();
            assertThat(curation.ledger())
                    .isEqualTo(new PartitionLedger(0, 0, 1, 1, 1, Map.of(), Map.of()))
                    .matches(PartitionLedger::isBalanced);
        }
    }

    @Test
    void curationReadsRawImagesAndWritesImagesAndDeadLettersAlone() throws Exception {
        Set<String> read = new TreeSet<>();
        Set<String> written = new TreeSet<>();
        try (CurationDriver curation = new CurationDriver("")) {
            for (TopologyDescription.Subtopology part : curation.description().subtopologies()) {
                for (TopologyDescription.Node node : part.nodes()) {
                    if (node instanceof TopologyDescription.Source source) {
                        read.addAll(source.topicSet());
                        assertThat(source.topicPattern()).isNull();
                    } else if (node instanceof TopologyDescription.Sink sink) {
                        written.add(sink.topic());
                    }
                }
            }
            assertThat(curation.description().globalStores()).isEmpty();
        }

        assertThat(read).containsExactly("images.raw");
        assertThat(written).containsExactly("images", "images.dead-letter");
    }

    @Test
    void aPlainRecordComesOutAsAFullSample() throws Exception {
        try (CurationDriver curation = new CurationDriver("")) {
            byte[] image = TestImages.jpeg(2);

            curation.put(
                    "ignored",
                    image,
                    Map.of(
                            "slipstream.source", "connect/cam-7",
                            "slipstream.capture-time", "2026-11-22T11:00:00Z",
                            "slipstream.tag.site", "south",
                            "other", "stays"),
                    NOW);

            TestRecord<String, ImageSample> forwarded = curation.images().get(0);
            ImageSample sample = forwarded.value();
            assertThat(forwarded.key()).isEqualTo("connect/cam-7");
            assertThat(forwarded.headers()).hasSize(1).allSatisfy(header -> assertThat(header.key())
                    .isEqualTo("other"));
            assertThat(sample.getSource()).isEqualTo("connect/cam-7");
            assertThat(sample.getCaptureTime()).isEqualTo("2026-11-22T11:00:00Z");
            assertThat(sample.getContentType()).isEqualTo("image/jpeg");
            assertThat(List.of(sample.getWidth(), sample.getHeight())).containsExactly(24, 16);
            assertThat(sample.getBytes()).isEqualTo(ByteBuffer.wrap(image));
            assertThat(sample.getTags()).containsExactly(entry("site", "south"));
        }
    }

    @Test
    void whatTheProducerSaysOfAnImageIsPutRightByItsBytes() throws Exception {
        try (CurationDriver curation = new CurationDriver("")) {
            ImageSample sample = CurationDriver.sample("gate", TestImages.jpeg(3), NOW);
            sample.setWidth(1_000_000);
            sample.setContentType("text/html");

            curation.framed(sample, NOW);

            assertThat(curation.images()).singleElement().satisfies(forwarded -> {
                assertThat(forwarded.value().getWidth()).isEqualTo(24);
                assertThat(forwarded.value().getContentType()).isEqualTo("image/jpeg");
            });
        }
    }

    @Test
    void everyRefusalIsADeadLetterWithItsReasonAndCoordinates() throws Exception {
        try (CurationDriver curation = new CurationDriver("image: {max-bytes: 100KiB}")) {
            ImageSample altered = CurationDriver.sample("gate", TestImages.jpeg(4), NOW);
            altered.setId(Sha256.of(TestImages.jpeg(5)));
            ImageSample labelled = CurationDriver.sample("gate", TestImages.jpeg(6), NOW);
            labelled.setLabel("cat");
            ImageSample sourceless = CurationDriver.sample("gate", TestImages.jpeg(7), NOW);
            sourceless.setSource("two words");
            ImageSample empty = CurationDriver.sample("gate", TestImages.jpeg(8), NOW);
            empty.setBytes(null);

            curation.put("gate", null, Map.of(), NOW);
            curation.put("gate", new byte[0], Map.of(), NOW);
            curation.put("gate", TestImages.text(), Map.of(), NOW);
            curation.put("gate", TestImages.truncatedJpeg(), Map.of(), NOW);
            curation.put("gate", TestImages.hugePngHeader(), Map.of(), NOW);
            curation.put("gate", new byte[] {0, 1, 2}, Map.of(), NOW);
            curation.put("gate", new byte[] {0, 0, 0, 99, 99, 1}, Map.of(), NOW);
            curation.put("two words", TestImages.jpeg(9), Map.of(), NOW);
            curation.put("gate", Arrays.copyOf(TestImages.jpeg(9), 110_000), Map.of("slipstream.tag.a", "b"), NOW);
            curation.put("gate", TestImages.jpeg(9), captured("+999999999-01-01T00:00:00Z"), NOW);
            curation.put("gate", TestImages.jpeg(9), captured("yesterday"), NOW);
            curation.framed(altered, NOW);
            curation.framed(labelled, NOW);
            curation.framed(sourceless, NOW);
            curation.framed(empty, NOW);

            List<TestRecord<String, DeadLetter>> letters = curation.letters();
            assertThat(letters)
                    .extracting(letter -> letter.value().getReason())
                    .containsExactly(
                            DeadLetterReason.EMPTY,
                            DeadLetterReason.EMPTY,
                            DeadLetterReason.BAD_FRAME,
                            DeadLetterReason.TRUNCATED,
                            DeadLetterReason.TOO_MANY_PIXELS,
                            DeadLetterReason.BAD_FRAME,
                            DeadLetterReason.UNKNOWN_SCHEMA,
                            DeadLetterReason.BAD_SOURCE,
                            DeadLetterReason.TOO_MANY_BYTES,
                            DeadLetterReason.BAD_RECORD,
                            DeadLetterReason.BAD_RECORD,
                            DeadLetterReason.HASH_MISMATCH,
                            DeadLetterReason.LABELLED,
                            DeadLetterReason.BAD_SOURCE,
                            DeadLetterReason.UNREADABLE);
            for (int offset = 0; offset < letters.size(); offset++) {
                DeadLetter letter = letters.get(offset).value();
                assertThat(letter.getOffset()).isEqualTo(offset);
                assertThat(letter.getTopic()).isEqualTo("images.raw");
                assertThat(letter.getStage()).isEqualTo("curation");
                assertThat(letter.getTime()).isEqualTo(NOW);
                assertThat(letter.getMessage())
                        .startsWith("images.raw-0@" + offset + ": ")
                        .contains("expected", "found");
            }
            assertThat(letters).extracting(TestRecord::key).containsOnly("gate", "unknown");
            assertThat(letters.get(2).value().getPayload()).isEqualTo(ByteBuffer.wrap(TestImages.text()));
            assertThat(text(letters.get(8), "slipstream.tag.a")).isEqualTo("b");
            assertThat(curation.images()).isEmpty();
            assertThat(curation.ledger()).matches(PartitionLedger::isBalanced);
            assertThat(curation.ledger().deadLettered())
                    .containsEntry("EMPTY", 2L)
                    .containsEntry("BAD_SOURCE", 2L)
                    .containsEntry("LABELLED", 1L);
        }
    }

    @Test
    void theSameBytesFromTheSameSourceGoOnOnceButFromAnotherSourceAsWell() throws Exception {
        try (CurationDriver curation = new CurationDriver("")) {
            curation.framed("a", TestImages.jpeg(1), 9);
            curation.framed("a", TestImages.jpeg(1), 8);
            curation.framed("b", TestImages.jpeg(1), 7);
            curation.put("a", TestImages.jpeg(1), Map.of(), NOW);

            assertThat(curation.images()).extracting(TestRecord::key).containsExactly("a", "b");
            assertThat(curation.ledger().dropped()).containsExactly(entry("duplicate", 2L));
            assertThat(curation.ledger()).matches(PartitionLedger::isBalanced);
        }
    }

    @Test
    void theWindowOfDuplicatesEndsByNumberAndByTime() throws Exception {
        try (CurationDriver curation = new CurationDriver("duplicates: {images: 3, time: 60s}")) {
            for (int number : new int[] {1, 2, 3, 1, 4, 1}) {
                curation.framed("a", TestImages.jpeg(number), 100);
            }
            curation.framed("a", TestImages.jpeg(4), 41);
            curation.framed("a", TestImages.jpeg(4), 39);

            assertThat(curation.images()).hasSize(6);
            assertThat(curation.ledger().dropped()).containsExactly(entry("duplicate", 2L));
            assertThat(curation.entries(CurationTopology.REMEMBERED)).isLessThanOrEqualTo(6);
        }
    }

    @Test
    void whatWasNotForwardedMayComeAgain() throws Exception {
        try (CurationDriver curation = new CurationDriver("rate: {per-source: 1/s, burst: 1s}")) {
            curation.framed("a", TestImages.jpeg(1), 10);
            curation.framed("a", TestImages.jpeg(2), 10);
            curation.framed("a", TestImages.jpeg(2), 8);

            assertThat(curation.images()).hasSize(2);
            assertThat(curation.ledger().dropped()).containsExactly(entry("rate", 1L));
        }
    }

    @Test
    void aChattySourceIsHeldToItsRateAndAClockAheadDoesNotHelpIt() throws Exception {
        try (CurationDriver curation = new CurationDriver("rate: {per-source: 2/s, burst: 5s}")) {
            for (int number = 0; number < 30; number++) {
                curation.framed("chatty", TestImages.jpeg(number), 60 - number / 10);
            }
            curation.framed("quiet", TestImages.jpeg(0), 60);
            curation.framed("chatty", TestImages.jpeg(100), -3600);

            // A burst of 10, then 2 in each of 2 s, and after a minute of silence one more, at the present.
            assertThat(curation.images())
                    .filteredOn(image -> image.key().equals("chatty"))
                    .hasSize(15)
                    .last()
                    .satisfies(last -> assertThat(last.getRecordTime()).isEqualTo(NOW));
            assertThat(curation.ledger().dropped()).containsExactly(entry("rate", 16L));
        }
    }

    @Test
    void aSourceTakesNoMoreThanItsShareOfThePartition() throws Exception {
        try (CurationDriver curation = new CurationDriver("balance: {max-share: 0.5, window: 1m, always: 2}")) {
            int number = 0;
            for (int round = 0; round < 20; round++) {
                for (int image = 0; image < 9; image++) {
                    curation.framed("chatty", TestImages.jpeg(number++), 30);
                }
                curation.framed("quiet", TestImages.jpeg(number++), 30);
            }

            List<TestRecord<String, ImageSample>> images = curation.images();
            assertThat(images).filteredOn(image -> image.key().equals("quiet")).hasSize(20);
            assertThat(images).filteredOn(image -> image.key().equals("chatty")).hasSizeBetween(20, 32);
            assertThat(curation.ledger()).matches(PartitionLedger::isBalanced);
            assertThat(curation.ledger().dropped()).containsOnlyKeys("share");
        }
    }

    @Test
    void imagesThatLookAlikeGoOnOnceWithinTheirWindow() throws Exception {
        try (CurationDriver curation = new CurationDriver("near-duplicates: {distance: 4, images: 2, time: 60s}")) {
            curation.framed("a", GoldenPictures.jpeg(4, 200, 150), 100);
            curation.framed("a", GoldenPictures.jpeg(4, 240, 180), 99);
            curation.framed("b", GoldenPictures.jpeg(4, 240, 180), 99);
            curation.framed("a", GoldenPictures.jpeg(5, 200, 150), 98);
            curation.framed("a", GoldenPictures.jpeg(6, 200, 150), 97);
            curation.framed("a", GoldenPictures.jpeg(4, 240, 180), 96);
            curation.framed("a", GoldenPictures.jpeg(4, 300, 225), 10);

            assertThat(curation.images()).hasSize(6);
            assertThat(curation.ledger().dropped()).containsExactly(entry("near-duplicate", 1L));
        }
    }

    @Test
    void imagesBelowTheQualityLimitsAreDropped() throws Exception {
        String limits = "quality: {min-sharpness: 5, min-brightness: 40, max-brightness: 250, min-entropy: 1}";
        try (CurationDriver curation = new CurationDriver(limits)) {
            curation.framed("a", GoldenPictures.jpeg(1, 64, 64), 9);
            curation.framed("a", TestImages.jpeg(200), 8);

            assertThat(curation.images()).hasSize(1);
            assertThat(curation.ledger().dropped()).containsExactly(entry("blur", 1L));
        }
        assertThat(new QualityLimits(0, 40, 250, 1).missedBy(new Quality(0, 39, 8)))
                .contains(Policy.EXPOSURE);
        assertThat(new QualityLimits(0, 40, 250, 1).missedBy(new Quality(0, 100, 0.9)))
                .contains(Policy.ENTROPY);
    }

    @Test
    void aRecordThatItsTopicWouldNotTakeIsADeadLetterWithoutPayload() throws Exception {
        try (CurationDriver curation = new CurationDriver("", new StoredBytes(SampleBytes.inline()), 3_000)) {
            curation.put("gate", GoldenPictures.jpeg(1, 200, 150), Map.of(), NOW);

            assertThat(curation.letters()).singleElement().satisfies(letter -> {
                assertThat(letter.value().getReason()).isEqualTo(DeadLetterReason.TOO_MANY_BYTES);
                assertThat(letter.value().getPayload()).isNull();
                assertThat(letter.value().getSize()).isGreaterThan(3_000);
            });
        }
    }

    @Test
    void aReferenceIsFollowedBeforeTheImageIsJudgedAndGoesOnAsAReference() throws Exception {
        byte[] image = TestImages.jpeg(1);
        try (CurationDriver curation = new CurationDriver("", sample -> image, Long.MAX_VALUE)) {
            ImageSample claim = CurationDriver.sample("gate", image, NOW);
            claim.setBytes(null);
            claim.setReference(new BlobReference("file:///blobs/1", (long) image.length, claim.getId()));
            ImageSample lie = CurationDriver.sample("gate", TestImages.jpeg(2), NOW);
            lie.setBytes(null);
            lie.setReference(new BlobReference("file:///blobs/1", (long) image.length, Sha256.of(image)));

            curation.framed(claim, NOW);
            curation.framed(lie, NOW);

            assertThat(curation.images()).singleElement().satisfies(forwarded -> {
                assertThat(forwarded.value().getReference()).isEqualTo(claim.getReference());
                assertThat(forwarded.value().getBytes()).isNull();
            });
            assertThat(curation.letters())
                    .extracting(letter -> letter.value().getReason())
                    .containsExactly(DeadLetterReason.HASH_MISMATCH);
        }
    }

    @Test
    void whatIsAwayForAWhileIsAskedAgainAndWhatStaysAwayStopsCuration() throws Exception {
        byte[] image = TestImages.jpeg(1);
        int[] asked = {0};
        ImageBytes away = sample -> {
            if (++asked[0] == 2) {
                return image;
            }
            throw new RetriableException("the store is away") {};
        };
        try (CurationDriver curation = new CurationDriver("give-up-after: 1s", away, Long.MAX_VALUE)) {
            curation.framed("gate", image, 1);
            assertThat(curation.images()).hasSize(1);

            assertThatThrownBy(() -> curation.framed("gate", TestImages.jpeg(2), 1))
                    .hasStackTraceContaining("the store is away");
            assertThat(curation.letters()).isEmpty();
        }
    }

    @Test
    void aDecoderThatFailsOrHangsIsADeadLetter() throws Exception {
        try (CurationDriver curation = new CurationDriver("decode-limit: 10ms, image: {max-pixels: 500_000_000}")) {
            curation.framed("gate", GoldenPictures.jpeg(1, 6000, 4000), 1);

            assertThat(curation.letters()).singleElement().satisfies(letter -> {
                assertThat(letter.value().getReason()).isEqualTo(DeadLetterReason.UNDECODABLE);
                assertThat(letter.value().getMessage()).contains("within");
            });
        }
    }

    @Test
    void anySlowImagesAreDeadLettersAsLongAsTheirDecodersEndSometime() throws Exception {
        try (CurationDriver curation = new CurationDriver("decode-limit: 10ms, image: {max-pixels: 500_000_000}")) {
            for (int number = 0; number < 10; number++) {
                curation.framed("gate", GoldenPictures.jpeg(number, 3000, 2000), 1);
                await().until(() -> !curation.isDecoding());
            }

            assertThat(curation.letters()).hasSize(10).allSatisfy(letter -> assertThat(
                            letter.value().getMessage())
                    .contains("within"));
        }
    }

    @Test
    void aSourceThatHasBeenSilentForLongerThanAnyWindowIsForgotten() throws Exception {
        String windows =
                "duplicates: {images: 10, time: 60s}, near-duplicates: {distance: 0, time: 60s}, balance: {max-share: 0.9}";
        try (CurationDriver curation = new CurationDriver(windows)) {
            curation.framed("a", TestImages.jpeg(1), 500);
            curation.framed("b", TestImages.jpeg(1), 100);
            assertThat(curation.entries(CurationTopology.SOURCES)).isEqualTo(2);

            curation.passWallClock(Duration.ofMinutes(2));

            assertThat(curation.entries(CurationTopology.SOURCES)).isEqualTo(1);
            assertThat(curation.entries(CurationTopology.REMEMBERED)).isEqualTo(3);
            assertThat(curation.entries(CurationTopology.SHARES)).isEqualTo(1);
        }
    }

    private static Map<String, String> captured(String time) {
        return Map.of("slipstream.capture-time", time);
    }

    private static String text(TestRecord<String, ?> kafkaRecord, String header) {
        return new String(kafkaRecord.headers().lastHeader(header).value(), StandardCharsets.UTF_8);
    }
}
