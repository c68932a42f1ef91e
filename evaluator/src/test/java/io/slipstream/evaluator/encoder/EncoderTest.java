package io.slipstream.evaluator.encoder;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import ai.djl.pytorch.jni.JniUtils;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slipstream.evaluator.encoder.EncoderException.Reason;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EncoderTest {

    private static final EncoderShape TINY = new EncoderShape(16, 16);

    private static EncoderRuntime runtime;

    @BeforeAll
    static void startTheEngine() {
        runtime = EncoderRuntime.start(1);
    }

    @AfterAll
    static void freeIt() {
        runtime.close();
    }

    @Test
    void embeddingsEqualThoseOfTorchJitLoad() throws Exception {
        JsonNode golden = new ObjectMapper().readTree(resource("embedding.json").toFile());

        try (Encoder encoder = runtime.load(resource("tiny.pt"), TINY)) {
            float[] embedding = encoder.embed(images(5));

            assertThat(embedding).hasSize(golden.get("embedding").size());
            for (int i = 0; i < embedding.length; i++) {
                assertThat((double) embedding[i])
                        .isCloseTo(golden.get("embedding").get(i).asDouble(), within(1e-6));
            }
        }
    }

    @Test
    void anEmbeddingDoesNotDependOnTheRestOfItsBatch() throws Exception {
        byte[][] images = images(5);
        try (Encoder encoder = runtime.load(resource("tiny.pt"), TINY)) {
            float[] together = encoder.embed(images);
            float[] alone = encoder.embed(images[3]);

            for (int j = 0; j < alone.length; j++) {
                assertThat(alone[j]).isCloseTo(together[3 * alone.length + j], within(1e-5f));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "feature-map.pt,  3,  WRONG_OUTPUT, 'expected one float32 tensor [2, 3], found float32 [2, 3, 16, 16]'",
        "two-outputs.pt,  3,  WRONG_OUTPUT, 'expected one float32 tensor [2, 3], found (Tensor, Tensor)'",
        "tiny.pt,         32, WRONG_OUTPUT, 'expected one float32 tensor [2, 32], found float32 [2, 16]'",
        "not-a-number.pt, 3,  NOT_FINITE,   'expected finite embeddings, found NaN in row 0'",
        "embedding.json,  3,  NOT_LOADABLE, 'embedding.json: expected a TorchScript module, found'"
    })
    void aProgramThatIsNoEncoderIsRefusedWithItsReason(String file, int dim, Reason reason, String message) {
        EncoderException refused = catchThrowableOfType(EncoderException.class, () -> {
            try (Encoder encoder = runtime.load(resource(file), new EncoderShape(16, dim))) {
                encoder.embed(images(2));
            }
        });

        assertThat(refused.reason()).isEqualTo(reason);
        assertThat(refused).hasMessageContaining(message);
    }

    @Test
    void aTruncatedProgramIsNotLoadable(@TempDir Path dir) throws Exception {
        byte[] whole = Files.readAllBytes(resource("tiny.pt"));
        Path half = Files.write(dir.resolve("half.pt"), Arrays.copyOf(whole, whole.length / 2));

        EncoderException refused = catchThrowableOfType(EncoderException.class, () -> runtime.load(half, TINY));

        assertThat(refused.reason()).isEqualTo(Reason.NOT_LOADABLE);
    }

    @Test
    void anImageOfAnotherSizeIsAMistakeOfTheCaller() throws Exception {
        try (Encoder encoder = runtime.load(resource("tiny.pt"), TINY)) {
            assertThatThrownBy(() -> encoder.embed(new byte[3]))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("images of 768 bytes, found one of 3");
        }
    }

    @Test
    void nativeArraysDoNotGrowOverManyEvaluations() throws Exception {
        byte[][] images = images(8);
        int before = runtime.liveArrays();

        for (int evaluation = 0; evaluation < 200; evaluation++) {
            try (Encoder encoder = runtime.load(resource("tiny.pt"), TINY)) {
                encoder.embed(images);
                encoder.embed(images);
                assertThat(runtime.liveArrays()).isEqualTo(before);
            }
        }

        assertThat(runtime.liveArrays()).isEqualTo(before);
    }

    @Test
    void theNumberOfThreadsTakesEffectThoughTheEngineIsLoaded() {
        try (EncoderRuntime two = EncoderRuntime.start(2)) {
            assertThat(two.liveArrays()).isZero();
            assertThat(JniUtils.getNumThreads()).isEqualTo(2);
        }
        EncoderRuntime.start(1).close();
        assertThat(JniUtils.getNumThreads()).isEqualTo(1);
    }

    private static byte[][] images(int count) {
        byte[][] images = new byte[count][TINY.imageBytes()];
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < images[i].length; j++) {
                images[i][j] = (byte) (((long) (i * TINY.imageBytes() + j) * 2654435761L) >> 7);
            }
        }
        return images;
    }

    private static Path resource(String file) throws IOException, URISyntaxException {
        URL url = requireNonNull(EncoderTest.class.getResource("/encoder/" + file));
        return Path.of(url.toURI());
    }
}
