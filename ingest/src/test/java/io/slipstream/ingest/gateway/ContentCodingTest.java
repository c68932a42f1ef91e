package io.slipstream.ingest.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.eclipse.jetty.http.HttpFields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContentCodingTest {

    private static final int LIMIT = 1 << 20;

    private final Memory memory = new Memory(4L << 20);
    private final Memory.Share share = memory.share();

    @ParameterizedTest
    @CsvSource({"gzip, GZIP", "X-GZIP, GZIP", "Deflate, DEFLATE", "identity, IDENTITY", "'', IDENTITY"})
    void codingsAreKnownByTheirNames(String name, ContentCoding coding) throws Exception {
        assertThat(ContentCoding.of(HttpFields.build().add("Content-Encoding", name)))
                .isEqualTo(coding);
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "gzip, gzip", "zstd"})
    void anotherCodingIsRefusedWithThoseThatAreTaken(String name) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> ContentCoding.of(HttpFields.build().add("Content-Encoding", name)))
                .satisfies(refused -> {
                    assertThat(refused.problem().status()).isEqualTo(415);
                    assertThat(refused.problem().headers()).containsEntry("Accept-Encoding", "gzip, deflate");
                });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_535, 65_536, 65_537, LIMIT - 1, LIMIT})
    void aBodyUpToTheLimitIsDecompressed(int size) throws Exception {
        byte[] body = new byte[size];
        new Random(size).nextBytes(body);

        assertThat(ContentCoding.GZIP.decode(gzip(body), LIMIT, share)).isEqualTo(body);
    }

    @Test
    void aByteMoreThanTheLimitIsTooLarge() {
        assertThat(status(new byte[LIMIT + 1], LIMIT)).isEqualTo(413);
    }

    @Test
    void aBombTakesNoMoreMemoryThanTheLimit() {
        assertThat(status(new byte[200 << 20], LIMIT)).isEqualTo(413);
        assertThat(memory.held()).isLessThan(2L * LIMIT);
    }

    @Test
    void whereThereIsNoRoomTheRequestIsPutOff() {
        assertThat(status(new byte[10 << 20], 8L << 20)).isEqualTo(503);
    }

    private int status(byte[] body, long limit) {
        try {
            ContentCoding.GZIP.decode(gzip(body), limit, share);
            return 200;
        } catch (ProblemException problem) {
            return problem.problem().status();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
            out.write(bytes);
        }
        return zipped.toByteArray();
    }
}
