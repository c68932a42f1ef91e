package io.slipstream.trainer.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.types.Shape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafeTensorsFileTest {

    private static final float[] VALUES = {0, -1.5f, 65504, 0x1p-24f, 3.140625f, -0f};

    private final Path folder;

    SafeTensorsFileTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private Path file(byte[] content) throws IOException {
        return Files.write(folder.resolve("weights.safetensors"), content);
    }

    private Path file(String header, int dataBytes) throws IOException {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        return file(ByteBuffer.allocate(Long.BYTES + text.length + dataBytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(text.length)
                .put(text)
                .array());
    }

    private static void assertRefused(Path file, String... parts) {
        assertThatThrownBy(() -> SafeTensorsFile.open(file).close())
                .isInstanceOf(EncoderException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContainingAll(parts);
    }

    @Test
    void everyElementTypeOfAFileByThePythonLibraryIsReadAsFloat32() throws Exception {
        try (SafeTensorsFile file = SafeTensorsFile.open(Foreign.file("types.safetensors"))) {
            assertThat(file.shapes())
                    .containsOnlyKeys("bf16", "empty", "f16", "f32", "f64", "i64", "scalar")
                    .containsEntry("f16", new Shape(2, 3))
                    .containsEntry("i64", new Shape(1, 3))
                    .containsEntry("scalar", new Shape());
            assertThat(file.metadata()).containsExactlyInAnyOrderEntriesOf(Map.of("format", "pt", "made", "by hand"));
            assertThat(file.read("f64")).containsExactly(VALUES);
            assertThat(file.read("f32")).containsExactly(VALUES);
            assertThat(file.read("f16")).containsExactly(VALUES);
            // bfloat16 keeps 8 bits of the fraction: 65504 is rounded to 65536.
            assertThat(file.read("bf16")).containsExactly(0, -1.5f, 65536, 0x1p-24f, 3.140625f, -0f);
            assertThat(file.read("i64")).containsExactly(1, -2, 3);
            assertThat(file.read("scalar")).containsExactly(7);
            assertThat(file.read("empty")).isEmpty();
        }
    }

    @Test
    void everyHalfIsRead() {
        // Float.float16ToFloat came with Java 20; the definition of binary16 says the same.
        for (int bits = 0; bits < 1 << 16; bits++) {
            int exponent = bits >> 10 & 31;
            double magnitude = exponent == 31
                    ? (bits & 1023) == 0 ? Double.POSITIVE_INFINITY : Double.NaN
                    : exponent == 0
                            ? (bits & 1023) * Math.pow(2, -24)
                            : (1 + (bits & 1023) / 1024.0) * Math.pow(2, exponent - 15);
            float expected = (float) (bits >> 15 == 1 ? -magnitude : magnitude);
            ByteBuffer bytes =
                    ByteBuffer.allocate(2).order(ByteOrder.LITTLE_ENDIAN).putShort(0, (short) bits);
            assertThat(ElementType.F16.next(bytes)).isEqualTo(Float.valueOf(expected));
        }
    }

    @Test
    void whatIsWrittenIsReadBackThroughSeveralBuffersOfData() throws Exception {
        float[] large = new float[600_000];
        for (int i = 0; i < large.length; i++) {
            large[i] = i;
        }
        Map<String, Tensor> tensors = Map.of(
                "a.größe", new Tensor(new Shape(600, 1000), large),
                "b", new Tensor(new Shape(), new float[] {5}),
                "none", new Tensor(new Shape(0, 3), new float[0]));
        Map<String, String> metadata = Map.of("network", "resnet\"18");
        byte[] bytes = SafeTensorsWriter.write(tensors, metadata);
        ByteArrayOutputStream streamed = new ByteArrayOutputStream();
        SafeTensorsWriter.write(tensors, metadata, Channels.newChannel(streamed));
        assertThat(streamed.toByteArray()).isEqualTo(bytes);
        try (SafeTensorsFile file = SafeTensorsFile.open(file(bytes))) {
            assertThat(file.shapes())
                    .containsExactly(
                            Map.entry("a.größe", new Shape(600, 1000)),
                            Map.entry("b", new Shape()),
                            Map.entry("none", new Shape(0, 3)));
            assertThat(file.metadata()).containsExactly(Map.entry("network", "resnet\"18"));
            assertThat(file.read("a.größe")).isEqualTo(large);
            assertThat(file.read("b")).containsExactly(5);
            assertThat(file.read("none")).isEmpty();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> file.read("c"))
                    .withMessageContainingAll("'c'", "a.größe");
        }
    }

    @Test
    void theBytesFollowFromTheTensorsAndAreAligned() {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("b", new Tensor(new Shape(1), new float[] {2}));
        tensors.put("a", new Tensor(new Shape(1), new float[] {1}));
        byte[] bytes = SafeTensorsWriter.write(tensors, Map.of());
        String header = "{\"__metadata__\":{},\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
                + "\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}";
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int length = (int) buffer.getLong();
        assertThat(length % 8).isZero();
        assertThat(new String(bytes, 8, length, StandardCharsets.UTF_8).stripTrailing())
                .isEqualTo(header);
        assertThat(buffer.getFloat(8 + length)).isEqualTo(1);
        assertThat(buffer.getFloat(12 + length)).isEqualTo(2);
        assertThat(bytes).hasSize(16 + length);
    }

    @ParameterizedTest(name = "{2}: {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'w':{'dtype':'F8_E4M3','shape':[4],'data_offsets':[0,4]}}  | 4  | 'w': expected dtype to be one of [F64, F32, F16, BF16, I64], found \"F8_E4M3\"",
                "{'w':{'shape':[1],'data_offsets':[0,4]}}                    | 4  | 'w': expected dtype",
                "{'w':{'dtype':'F32','data_offsets':[0,4]}}                  | 4  | 'w': expected a list for shape, found none",
                "{'w':{'dtype':'F32','shape':[1]}}                           | 4  | 'w': expected a list for data_offsets, found none",
                "{'w':{'dtype':'F32','shape':[-1],'data_offsets':[0,4]}}     | 4  | 'w': expected whole numbers from 0 in shape, found -1",
                "{'w':{'dtype':'F32','shape':[1.0],'data_offsets':[0,4]}}    | 4  | 'w': expected whole numbers from 0 in shape, found 1.0",
                "{'w':{'dtype':'F32','shape':[1],'data_offsets':[0,99999999999999999999]}} | 4 | expected whole numbers from 0 in data_offsets",
                "{'w':{'dtype':'F32','shape':[1],'data_offsets':[4,0]}}      | 4  | 'w': expected data_offsets [begin, end] with begin <= end, found [4,0]",
                "{'w':{'dtype':'F32','shape':[1],'data_offsets':[0,4,8]}}    | 4  | 'w': expected data_offsets [begin, end]",
                "{'w':{'dtype':'F32','shape':[2],'data_offsets':[0,4]}}      | 4  | 'w': expected 8 bytes for F32 of shape (2), found 4",
                "{'w':{'dtype':'F32','shape':[4294967296,4294967296],'data_offsets':[0,4]}} | 4 | more elements than can be counted",
                "{'w':{'dtype':'F32','shape':[4294967296],'data_offsets':[0,17179869184]}}  | 4 | 'w': expected at most 2147483647 elements, found 4294967296",
                "{'w':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}}      | 3  | expected 4 bytes of data after the header, found 3",
                "{'w':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}}      | 5  | expected 4 bytes of data after the header, found 5",
                "{'w':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}}      | 8  | 'w': expected to begin at byte 0 of the data, where the one before it ends, found 4",
                "{'v':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},'w':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}} | 4 | expected to begin at byte 4",
                "{'v':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},'v':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}} | 8 | without duplicate keys",
                "{'__metadata__':{'a':1}}                                    | 0  | __metadata__.a: expected a text, found 1",
                "{'__metadata__':'pt'}                                       | 0  | __metadata__: expected texts by key",
                "['w']                                                       | 0  | begins with '{'",
                "{'w':                                                       | 0  | expected a header of JSON",
                "{} {}                                                       | 0  | expected a header of JSON",
            })
    void aHeaderThatDoesNotFitIsRefused(String header, int dataBytes, String reason) throws Exception {
        assertRefused(file(header.replace('\'', '"'), dataBytes), reason);
    }

    @Test
    void aFileThatEndsBeforeItsHeaderIsRefused() throws Exception {
        assertRefused(file(new byte[7]), "8 bytes of a header's length", "found 7");
        assertRefused(file(new byte[] {100, 0, 0, 0, 0, 0, 0, 0, '{', '}'}), "at most 2 bytes", "found 100");
        byte[] huge = new byte[10];
        Arrays.fill(huge, (byte) 0xff);
        assertRefused(file(huge), "found 18446744073709551615", "not a safetensors file");
    }

    @Test
    void aHeaderThatIsNoTextIsRefused() throws Exception {
        assertRefused(file(new byte[] {2, 0, 0, 0, 0, 0, 0, 0, '{', (byte) 0xff}), "UTF-8");
    }

    @Test
    void aTensorOfAnotherSizeThanItsShapeIsNotWritten() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Tensor(new Shape(2, 2), new float[3]))
                .withMessageContainingAll("expected 4", "found 3");
    }
}
