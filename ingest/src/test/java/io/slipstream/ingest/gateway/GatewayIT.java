package io.slipstream.ingest.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.slipstream.broker.EmbeddedKafka;
import io.slipstream.ingest.TestImages;
import io.slipstream.ingest.gateway.RunningGateway.Answer;
import io.slipstream.schemas.hash.Sha256;
import io.slipstream.schemas.record.DeadLetter;
import io.slipstream.schemas.record.DeadLetterReason;
import io.slipstream.schemas.record.ImageSample;
import io.slipstream.schemas.topic.Topics;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The gateway over real sockets, with a real broker; every answer is held against the OpenAPI document. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GatewayIT {

    private static final String TOKEN = "gate-7-secret";
    private static final String REGISTRY = "mock://gateway-it";
    private static final String[] SOURCE = {Envelope.SOURCE, "gate"};

    private final AtomicInteger number = new AtomicInteger();
    private EmbeddedKafka broker;
    private TopicReader topics;
    private RunningGateway open;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        broker = EmbeddedKafka.start(folder);
        topics = new TopicReader(broker.bootstrapServers(), REGISTRY);
        open = gateway("image: {max-bytes: 200KiB, max-pixels: 1_000_000}, upload: {max-request: 1MiB, max-images: 8}");
    }

    @AfterAll
    void stop() throws IOException {
        open.close();
        broker.close();
    }

    @Test
    void anAcknowledgedImageIsOnTheTopicWithWhatWasSaidAboutIt() throws Exception {
        byte[] image = image();

        Answer answer = open.post(
                image,
                Envelope.SOURCE,
                "line-1/camera-2",
                Envelope.CAPTURE_TIME,
                "2026-11-22T12:00:00Z",
                "X-Slipstream-Tag-Site",
                "berlin",
                "Content-Type",
                "image/jpeg");

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.json().path("ack").asText()).isEqualTo("broker");
        assertThat(answer.image(0).path("status").asText()).isEqualTo("published");
        ImageSample sample = published(answer, 0);
        assertThat(sample.getId()).isEqualTo(Sha256.of(image));
        assertThat(sample.getSource()).isEqualTo("line-1/camera-2");
        assertThat(sample.getCaptureTime()).isEqualTo(Instant.parse("2026-11-22T12:00:00Z"));
        assertThat(sample.getTags()).isEqualTo(Map.of("site", "berlin"));
        assertThat(TopicReader.bytes(sample)).isEqualTo(image);
    }

    @Test
    void theQueryCanSayWhatHeadersSay() throws Exception {
        Answer answer = open.send(open.request("/v1/images?source=gate&capture-time=1700000000000&tag.Line=7")
                .POST(BodyPublishers.ofByteArray(image())));

        ImageSample sample = published(answer, 0);
        assertThat(sample.getSource()).isEqualTo("gate");
        assertThat(sample.getCaptureTime()).isEqualTo(Instant.ofEpochMilli(1_700_000_000_000L));
        assertThat(sample.getTags()).isEqualTo(Map.of("Line", "7"));
    }

    @Test
    void theSameImageOfTheSameSourceIsSentOnce() throws Exception {
        byte[] image = image();

        Answer first = open.post(image, SOURCE);
        Answer again = open.post(image, SOURCE);
        Answer elsewhere = open.post(image, Envelope.SOURCE, "other");

        assertThat(again.status()).isEqualTo(202);
        assertThat(again.image(0).path("status").asText()).isEqualTo("duplicate");
        assertThat(again.image(0).path("offset")).isEqualTo(first.image(0).path("offset"));
        assertThat(elsewhere.image(0).path("status").asText()).isEqualTo("published");
        assertThat(topics.samples().stream().filter(sample -> sample.getId().equals(Sha256.of(image))))
                .hasSize(2);
    }

    @Test
    void aFormOfManyImagesIsAnsweredImageByImage() throws Exception {
        byte[] first = image();
        byte[] second = image();

        Answer answer = open.send(open.request("/v1/images?source=form")
                .header("Content-Type", "multipart/form-data; boundary=xyz")
                .POST(BodyPublishers.ofByteArray(form(first, TestImages.text(), second))));

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.json().path("images"))
                .extracting(image -> image.path("status").asText())
                .containsExactly("published", "refused", "published");
        assertThat(answer.json().path("images"))
                .extracting(image -> image.path("name").asText())
                .containsExactly("0.jpg", "1.jpg", "2.jpg");
        assertThat(answer.image(1).path("reason").asText()).isEqualTo("UNSUPPORTED_FORMAT");
        assertThat(published(answer, 0).getTags()).isEqualTo(Map.of("part", "0"));
        assertThat(TopicReader.bytes(published(answer, 2))).isEqualTo(second);
    }

    @Test
    void aFormWithoutAGoodImageIsRefused() throws Exception {
        Answer answer = open.send(open.request("/v1/images?source=form")
                .header("Content-Type", "multipart/form-data; boundary=xyz")
                .POST(BodyPublishers.ofByteArray(form(TestImages.text(), new byte[0]))));

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.code()).isEqualTo("no-image-accepted");
        assertThat(answer.json().path("images")).hasSize(2);
    }

    @Test
    void compressedBodiesAreTaken() throws Exception {
        byte[] image = image();
        ByteArrayOutputStream deflated = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(deflated)) {
            out.write(image);
        }

        Answer gzip = open.post(gzip(image), Envelope.SOURCE, "zipped", "Content-Encoding", "gzip");
        Answer deflate = open.post(deflated.toByteArray(), Envelope.SOURCE, "deflated", "Content-Encoding", "deflate");

        assertThat(TopicReader.bytes(published(gzip, 0))).isEqualTo(image);
        assertThat(TopicReader.bytes(published(deflate, 0))).isEqualTo(image);
    }

    @Test
    void aQueuedImageIsAnsweredAsSuchAndArrives() throws Exception {
        byte[] image = image();

        Answer answer =
                open.send(open.request("/v1/images?source=gate&ack=queued").POST(BodyPublishers.ofByteArray(image)));

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.json().path("ack").asText()).isEqualTo("queued");
        assertThat(answer.image(0).path("status").asText()).isIn("queued", "published");
        await().untilAsserted(() ->
                assertThat(topics.samples()).anyMatch(sample -> sample.getId().equals(Sha256.of(image))));
    }

    @Test
    void aRefusedImageIsAnsweredWithItsReasonAndLeavesADeadLetter() throws Exception {
        assertRefused(TestImages.text(), "r1", 415, DeadLetterReason.UNSUPPORTED_FORMAT);
        assertRefused(TestImages.hugePngHeader(), "r2", 413, DeadLetterReason.TOO_MANY_PIXELS);
        assertRefused(new byte[0], "r3", 422, DeadLetterReason.EMPTY);
        assertRefused(new byte[300_000], "r4", 413, DeadLetterReason.TOO_MANY_BYTES);
        assertRefused(Arrays.copyOf(TestImages.jpeg(1), 12), "r5", 422, DeadLetterReason.TRUNCATED);
    }

    @Test
    void aBodyOfUnknownLengthIsRefusedOnceItIsTooLarge() throws Exception {
        Answer answer = open.send(open.request("/v1/images?source=chunked")
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[900_000]))));

        assertThat(answer.status()).isEqualTo(413);
        assertThat(letter("chunked").getReason()).isEqualTo(DeadLetterReason.TOO_MANY_BYTES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Content-Encoding: gzip\r\n"})
    void anImageOfTooManyPixelsIsRefusedBeforeItHasBeenSent(String coding) throws Exception {
        byte[] beginning = coding.isEmpty() ? TestImages.hugePngHeader() : gzip(TestImages.hugePngHeader());
        String source = "early-" + coding.length();
        try (RawConnection connection = new RawConnection(open.port())) {
            connection.send("POST /v1/images?source=" + source + " HTTP/1.1\r\nHost: a\r\n" + coding
                    + "Content-Length: 150000\r\n\r\n");
            connection.send(beginning);

            assertThat(connection.readLine()).startsWith("HTTP/1.1 413");
        }
        DeadLetter letter = letter(source);
        assertThat(letter.getReason()).isEqualTo(DeadLetterReason.TOO_MANY_PIXELS);
        assertThat(letter.getSize()).isEqualTo(150_000);
    }

    @Test
    void aBombIsRefusedWhileItIsDecompressed() throws Exception {
        Answer answer = open.post(gzip(new byte[100 << 20]), Envelope.SOURCE, "bomb", "Content-Encoding", "gzip");

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.code()).isEqualTo("too-many-bytes");
    }

    @ParameterizedTest
    @CsvSource({
        "Content-Type, text/plain, 415, unsupported-media-type",
        "Content-Encoding, br, 415, unsupported-media-type",
        "Content-Encoding, gzip, 400, bad-content-coding",
        "Content-Type, multipart/form-data, 400, bad-multipart",
        "Content-Type, multipart/form-data; boundary=a, 400, bad-multipart",
        "X-Slipstream-Capture-Time, yesterday, 400, bad-capture-time",
        "X-Slipstream-Capture-Time, +999999999-01-01T00:00:00Z, 400, bad-capture-time",
        "X-Slipstream-Source, two words, 400, bad-source",
        "X-Slipstream-Tag-a!b, x, 400, bad-tag"
    })
    void whatIsMalformedIsNamed(String header, String value, int status, String code) throws Exception {
        String source = header.equals(Envelope.SOURCE) ? value : "gate";
        Answer answer = header.equals(Envelope.SOURCE)
                ? open.post(image(), header, source)
                : open.post(image(), Envelope.SOURCE, source, header, value);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.code()).isEqualTo(code);
    }

    @Test
    void aRequestWithoutASourceOrWithAnUnknownWishIsMalformed() throws Exception {
        assertThat(open.post(image()).code()).isEqualTo("no-source");
        assertThat(open.send(open.request("/v1/images?source=gate&ack=never").POST(BodyPublishers.ofByteArray(image())))
                        .code())
                .isEqualTo("bad-ack");
    }

    @Test
    void tooManyImagesInOneFormAreRefused() throws Exception {
        byte[][] images = new byte[9][];
        Arrays.fill(images, image());

        Answer answer = open.send(open.request("/v1/images?source=form")
                .header("Content-Type", "multipart/form-data; boundary=xyz")
                .POST(BodyPublishers.ofByteArray(form(images))));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("detail").asText()).contains("1 to 8 images");
    }

    @Test
    void otherPathsAndMethodsAreAnsweredAsSuch() throws Exception {
        assertThat(open.get("/v2/images").status()).isEqualTo(404);
        Answer wrong = open.get("/v1/images");
        assertThat(wrong.status()).isEqualTo(405);
        assertThat(wrong.header("Allow")).isEqualTo("POST");
        Answer post = open.send(open.request("/healthz").POST(BodyPublishers.noBody()));
        assertThat(post.status()).isEqualTo(405);
        assertThat(post.header("Allow")).isEqualTo("GET, HEAD");
    }

    @Test
    void aSenderNeedsItsTokenAndOneOfItsSources() throws Exception {
        try (RunningGateway gateway = gateway("senders: [{name: gate-7, token-sha256: " + hash(TOKEN)
                + ", sources: ['gate-7', 'line-*']}, {name: one, token-sha256: " + hash("one") + ", sources: only}]")) {
            String[] good = {"Authorization", "Bearer " + TOKEN};

            Answer none = gateway.post(image(), SOURCE);
            assertThat(none.status()).isEqualTo(401);
            assertThat(none.header("WWW-Authenticate")).isEqualTo("Bearer");
            Answer wrong = gateway.post(image(), "Authorization", "Bearer wrong", Envelope.SOURCE, "gate-7");
            assertThat(wrong.status()).isEqualTo(401);
            assertThat(wrong.header("WWW-Authenticate")).contains("invalid_token");
            Answer basic = gateway.post(image(), "Authorization", "Basic " + TOKEN, Envelope.SOURCE, "gate-7");
            assertThat(basic.status()).isEqualTo(401);

            Answer foreign = gateway.post(image(), good[0], good[1], Envelope.SOURCE, "gate-8");
            assertThat(foreign.status()).isEqualTo(403);
            assertThat(foreign.code()).isEqualTo("source-not-allowed");
            assertThat(gateway.post(image(), good[0], good[1], Envelope.SOURCE, "line-3")
                            .status())
                    .isEqualTo(202);

            Answer only = gateway.post(image(), "Authorization", "Bearer one");
            assertThat(published(only, 0).getSource()).isEqualTo("only");
            assertThat(gateway.get("/healthz").status()).isEqualTo(200);
        }
    }

    @Test
    void aFloodIsAnsweredWithWhenToComeBack() throws Exception {
        try (RunningGateway gateway =
                gateway("senders: [{name: chatty, token-sha256: " + hash(TOKEN) + ", sources: chatty, rate: 2/s}]")) {
            List<Answer> answers = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                answers.add(gateway.post(image(), "Authorization", "Bearer " + TOKEN));
            }

            assertThat(answers)
                    .extracting(Answer::status)
                    .containsOnly(202, 429)
                    .startsWith(202);
            Answer limited = answers.stream()
                    .filter(answer -> answer.status() == 429)
                    .findFirst()
                    .orElseThrow();
            assertThat(limited.code()).isEqualTo("rate-limited");
            assertThat(limited.header("Retry-After")).isEqualTo("1");
        }
    }

    @Test
    @SuppressWarnings("try") // the connections are used by way of the list
    void whenItsMemoryIsUsedUpTheGatewayIsBusyAndRecovers() throws Exception {
        try (RunningGateway gateway =
                gateway("image: {max-bytes: 300KiB}, upload: {in-flight: 1MiB, max-request: 300KiB}")) {
            // Given
            try (RawConnection first = new RawConnection(gateway.port());
                    RawConnection second = new RawConnection(gateway.port());
                    RawConnection third = new RawConnection(gateway.port())) {
                for (RawConnection slow : List.of(first, second, third)) {
                    sendMostOfAnImage(slow);
                }
                await().untilAsserted(() -> assertThat(held(gateway)).isGreaterThan(750_000));

                // When
                Answer answer = gateway.post(Arrays.copyOf(image(), 300_000), SOURCE);

                // Then
                assertThat(answer.status()).isEqualTo(503);
                assertThat(answer.code()).isEqualTo("busy");
                assertThat(answer.header("Retry-After")).isEqualTo("1");
            }
            await().untilAsserted(() -> assertThat(held(gateway)).isZero());
            assertThat(gateway.post(image(), SOURCE).status()).isEqualTo(202);
        }
    }

    @Test
    void aHeaderThatTricklesInIsCutOff() throws Exception {
        try (RunningGateway gateway = gateway("upload: {idle-timeout: 500ms}");
                RawConnection slow = new RawConnection(gateway.port())) {
            slow.send("GET /healthz HTTP/1.1\r\nX-Pad: ");
            await().pollInterval(Duration.ofMillis(100)).until(() -> !slow.takes("a"));

            assertThat(slow.readToEnd()).doesNotContain("200 OK");
        }
    }

    @Test
    void aBodyThatFallsSilentIsAnsweredAsTooSlow() throws Exception {
        try (RunningGateway gateway = gateway("upload: {idle-timeout: 500ms}");
                RawConnection silent = new RawConnection(gateway.port())) {
            silent.send("POST /v1/images?source=slow HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\nabc");

            assertThat(silent.readToEnd()).startsWith("HTTP/1.1 408 ").contains("\"code\":\"too-slow\"");
            await().untilAsserted(() -> assertThat(held(gateway)).isZero());
        }
    }

    @Test
    void aClientThatGoesAwayHalfWayLeavesNothingBehind() throws Exception {
        try (RawConnection gone = new RawConnection(open.port())) {
            gone.send("POST /v1/images?source=gone HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n");
            gone.send(new byte[50_000]);
        }
        await().untilAsserted(() -> assertThat(held(open)).isZero());
        assertThat(open.post(image(), SOURCE).status()).isEqualTo(202);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "NONSENSE\\r\\n\\r\\n|400",
                "POST /v1/images HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: x\\r\\n\\r\\n|400",
                "POST /v1/images HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: 5\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n|400",
                "GET /healthz HTTP/1.1\\r\\n\\r\\n|400",
                "POST /v1/images?source=%GG HTTP/1.1\\r\\nHost: a\\r\\nConnection: close\\r\\nContent-Length: 0\\r\\n\\r\\n|400"
            })
    void whatIsNoHttpIsAnsweredWithAProblem(String text, int status) throws Exception {
        try (RawConnection raw = new RawConnection(open.port())) {
            raw.send(text.replace("\\r\\n", "\r\n"));
            assertThat(raw.readToEnd())
                    .startsWith("HTTP/1.1 " + status)
                    .contains("application/problem+json", "\"code\":");
        }
    }

    @Test
    void aHeaderThatIsTooLargeIsAnsweredAsSuch() throws Exception {
        try (RawConnection raw = new RawConnection(open.port())) {
            raw.send("GET /healthz HTTP/1.1\r\nHost: a\r\nX-Pad: " + "a".repeat(40_000) + "\r\n\r\n");
            assertThat(raw.readToEnd()).startsWith("HTTP/1.1 431 ").contains("header-too-large");
        }
    }

    @Test
    void aClientThatAsksFirstIsRefusedBeforeItSendsTheBody() throws Exception {
        try (RawConnection polite = new RawConnection(open.port())) {
            polite.send("POST /v1/images?source=big HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n");
            polite.send("Content-Length: 99999999\r\n\r\n");

            assertThat(polite.readToEnd()).startsWith("HTTP/1.1 413 ").contains("too-many-bytes");
        }
    }

    @Test
    void itSaysHowItIsAndWhatItHasDone() throws Exception {
        open.post(image(), SOURCE);

        assertThat(open.get("/healthz").json().path("status").asText()).isEqualTo("up");
        assertThat(open.get("/readyz").json().path("status").asText()).isEqualTo("ready");
        assertThat(open.get("/openapi.json").json().path("openapi").asText()).isEqualTo("3.1.0");
        assertThat(open.get("/metrics").body())
                .contains("slipstream_gateway_requests_total{status=\"202\"}")
                .contains("slipstream_gateway_images_total{sender=\"anyone\",status=\"published\"}")
                .contains("slipstream_gateway_request_seconds_bucket")
                .contains("slipstream_gateway_connections");
    }

    private static void sendMostOfAnImage(RawConnection slow) throws IOException {
        slow.send("POST /v1/images?source=slow HTTP/1.1\r\nHost: a\r\nContent-Length: 300000\r\n\r\n");
        slow.send(new byte[250_000]);
    }

    private void assertRefused(byte[] bytes, String source, int status, DeadLetterReason reason) throws Exception {
        Answer answer = open.post(bytes, Envelope.SOURCE, source);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.image(0).path("reason").asText()).isEqualTo(reason.name());
        DeadLetter letter = letter(source);
        assertThat(letter.getReason()).isEqualTo(reason);
        assertThat(letter.getStage()).isEqualTo("gateway");
        assertThat(letter.getSize()).isGreaterThanOrEqualTo(Math.min(bytes.length, 200 << 10));
    }

    private DeadLetter letter(String source) throws Exception {
        return topics.letters().stream()
                .filter(letter -> letter.getSource().equals(source))
                .findFirst()
                .orElseThrow();
    }

    private ImageSample published(Answer answer, int image) throws Exception {
        assertThat(answer.image(image).path("status").asText())
                .as(answer.body())
                .isEqualTo("published");
        return topics.sampleAt(
                Topics.IMAGES_RAW,
                answer.image(image).path("partition").asInt(),
                answer.image(image).path("offset").asLong());
    }

    private static long held(RunningGateway gateway) throws Exception {
        return gateway.get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("slipstream_gateway_held_bytes "))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.indexOf(' '))))
                .findFirst()
                .orElseThrow();
    }

    private byte[] image() throws IOException {
        return TestImages.jpeg(number.incrementAndGet());
    }

    private RunningGateway gateway(String keys) throws Exception {
        RunningGateway gateway = RunningGateway.start(keys, broker.bootstrapServers(), REGISTRY);
        await().untilAsserted(() -> assertThat(gateway.get("/readyz").status()).isEqualTo(200));
        return gateway;
    }

    private static String hash(String token) {
        return Sha256.of(token.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
            out.write(bytes);
        }
        return zipped.toByteArray();
    }

    private static byte[] form(byte[]... images) throws IOException {
        ByteArrayOutputStream form = new ByteArrayOutputStream();
        for (int i = 0; i < images.length; i++) {
            form.write(("--xyz\r\nContent-Disposition: form-data; name=\"image\"; filename=\"" + i
                            + ".jpg\"\r\nX-Slipstream-Tag-Part: " + i + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            form.write(images[i]);
            form.write("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        form.write("--xyz--\r\n".getBytes(StandardCharsets.US_ASCII));
        return form.toByteArray();
    }
}
