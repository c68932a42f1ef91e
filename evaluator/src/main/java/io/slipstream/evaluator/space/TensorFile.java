package io.slipstream.evaluator.space;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * A safetensors file of float32 tensors: 8 bytes with the length of the header, little-endian; the header as JSON, padded
 * with spaces to a multiple of 8; the numbers, little-endian.
 *
 * <p>Equal content gives equal bytes.
 *
 * <p>Source: <a href="https://github.com/huggingface/safetensors#format">the format</a>.
 */
final class TensorFile {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String METADATA = "__metadata__";
    private static final String TYPE = "F32";
    private static final int ALIGNMENT = 8;

    private TensorFile() {}

    /**
     * One tensor.
     *
     * @param shape its product is the number of values
     * @param values row by row
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over, compared with nothing
    record Tensor(int[] shape, float[] values) {}

    /** What a file holds. */
    record Content(SortedMap<String, Tensor> tensors, SortedMap<String, String> metadata) {}

    /** The bytes of the file. */
    static byte[] bytes(Content content) {
        byte[] header = header(content);
        int values = content.tensors().values().stream()
                .mapToInt(tensor -> tensor.values().length)
                .reduce(0, Math::addExact);
        ByteBuffer file = ByteBuffer.allocate(
                        Math.addExact(Long.BYTES + header.length, Math.multiplyExact(values, Float.BYTES)))
                .order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(header.length).put(header);
        for (Tensor tensor : content.tensors().values()) {
            file.asFloatBuffer().put(tensor.values());
            file.position(file.position() + tensor.values().length * Float.BYTES);
        }
        return file.array();
    }

    private static byte[] header(Content content) {
        Map<String, Object> header = new LinkedHashMap<>();
        header.put(METADATA, content.metadata());
        long begin = 0;
        for (Map.Entry<String, Tensor> tensor : content.tensors().entrySet()) {
            long end = begin + (long) tensor.getValue().values().length * Float.BYTES;
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("dtype", TYPE);
            entry.put("shape", tensor.getValue().shape());
            entry.put("data_offsets", new long[] {begin, end});
            header.put(tensor.getKey(), entry);
            begin = end;
        }
        try {
            byte[] json = JSON.writeValueAsString(header).getBytes(StandardCharsets.UTF_8);
            byte[] padded = Arrays.copyOf(json, (json.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
            Arrays.fill(padded, json.length, padded.length, (byte) ' ');
            return padded;
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("texts and numbers refused to become JSON", impossible);
        }
    }

    /** The content of such a file; empty if the bytes are none, or cut off. */
    static Optional<Content> parse(byte[] file) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
            byte[] json = new byte[Math.toIntExact(bytes.getLong())];
            bytes.get(json);
            ByteBuffer data = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
            SortedMap<String, Tensor> tensors = new TreeMap<>();
            SortedMap<String, String> metadata = new TreeMap<>();
            for (Map.Entry<String, JsonNode> entry : JSON.readTree(json).properties()) {
                if (entry.getKey().equals(METADATA)) {
                    entry.getValue()
                            .properties()
                            .forEach(text ->
                                    metadata.put(text.getKey(), text.getValue().asText()));
                } else {
                    tensors.put(entry.getKey(), tensor(entry.getValue(), data));
                }
            }
            return Optional.of(new Content(tensors, metadata));
        } catch (IOException | RuntimeException malformed) {
            return Optional.empty();
        }
    }

    private static Tensor tensor(JsonNode entry, ByteBuffer data) {
        int[] shape = JSON.convertValue(entry.get("shape"), int[].class);
        int begin = entry.get("data_offsets").get(0).intValue();
        int end = entry.get("data_offsets").get(1).intValue();
        float[] values = new float[Arrays.stream(shape).reduce(1, Math::multiplyExact)];
        if (!entry.get("dtype").asText().equals(TYPE) || end - begin != values.length * Float.BYTES) {
            throw new IllegalArgumentException("expected float32 numbers of the shape, found " + entry);
        }
        data.slice(begin, end - begin)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(values);
        return new Tensor(shape, values);
    }

    /** Writes a file whole or not at all, forced to disk, over what was there. One writer of a file at a time. */
    static void write(Path file, byte[] bytes) throws IOException {
        Path directory = Files.createDirectories(file.toAbsolutePath().getParent());
        String prefix = "." + file.getFileName() + "~";
        removeLeftovers(directory, prefix);
        Path staged = directory.resolve(prefix + UUID.randomUUID());
        try {
            try (FileChannel channel =
                    FileChannel.open(staged, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                ByteBuffer rest = ByteBuffer.wrap(bytes);
                while (rest.hasRemaining()) {
                    channel.write(rest);
                }
                channel.force(true);
            }
            Files.move(staged, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(staged);
        }
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** What writers that were killed have left of the same file. */
    private static void removeLeftovers(Path directory, String prefix) throws IOException {
        try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(
                directory, path -> path.getFileName().toString().startsWith(prefix))) {
            for (Path leftover : leftovers) {
                Files.deleteIfExists(leftover);
            }
        }
    }
}
