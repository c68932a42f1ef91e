package io.slipstream.trainer.weights;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Writes float32 tensors as a safetensors file.
 *
 * <p>Names are sorted and the header is padded with spaces to a multiple of 8 bytes, so equal tensors give equal bytes
 * and every tensor is aligned. Format: see {@link SafeTensorsFile}.
 */
public final class SafeTensorsWriter {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int CHUNK = 1 << 20;

    private SafeTensorsWriter() {}

    /**
     * Writes a file to a channel through one fixed buffer, whatever its size.
     *
     * @param metadata free text by key
     * @throws IOException if the channel cannot be written
     */
    public static void write(Map<String, Tensor> tensors, Map<String, String> metadata, WritableByteChannel channel)
            throws IOException {
        SortedMap<String, Tensor> sorted = new TreeMap<>(tensors);
        byte[] header = header(sorted, metadata);
        ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        drain(length.putLong(header.length).flip(), channel);
        drain(ByteBuffer.wrap(header), channel);
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
        for (Tensor tensor : sorted.values()) {
            float[] values = tensor.values();
            for (int next = 0; next < values.length; ) {
                int count = Math.min(CHUNK / Float.BYTES, values.length - next);
                chunk.clear().asFloatBuffer().put(values, next, count);
                drain(chunk.limit(count * Float.BYTES), channel);
                next += count;
            }
        }
    }

    private static void drain(ByteBuffer bytes, WritableByteChannel channel) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /**
     * Returns the bytes of a file.
     *
     * @param metadata free text by key
     * @throws IllegalArgumentException if the tensors hold more than 2 GiB, the most a byte array can
     */
    static byte[] write(Map<String, Tensor> tensors, Map<String, String> metadata) {
        SortedMap<String, Tensor> sorted = new TreeMap<>(tensors);
        byte[] header = header(sorted, metadata);
        long dataBytes = sorted.values().stream()
                .mapToLong(tensor -> (long) tensor.values().length * Float.BYTES)
                .sum();
        long size = Long.BYTES + header.length + dataBytes;
        if (size > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("expected at most " + Integer.MAX_VALUE + " bytes, found " + size);
        }
        ByteBuffer file = ByteBuffer.allocate((int) size).order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(header.length).put(header);
        for (Tensor tensor : sorted.values()) {
            file.asFloatBuffer().put(tensor.values());
            file.position(file.position() + tensor.values().length * Float.BYTES);
        }
        return file.array();
    }

    private static byte[] header(SortedMap<String, Tensor> tensors, Map<String, String> metadata) {
        Map<String, Object> header = new LinkedHashMap<>();
        header.put(SafeTensorsHeader.METADATA, new TreeMap<>(metadata));
        long begin = 0;
        for (Map.Entry<String, Tensor> tensor : tensors.entrySet()) {
            long end = begin + (long) tensor.getValue().values().length * Float.BYTES;
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put(SafeTensorsHeader.TYPE, ElementType.F32.name());
            entry.put(SafeTensorsHeader.SHAPE, tensor.getValue().shape().getShape());
            entry.put(SafeTensorsHeader.OFFSETS, new long[] {begin, end});
            header.put(tensor.getKey(), entry);
            begin = end;
        }
        byte[] json;
        try {
            json = JSON.writeValueAsString(header).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("texts and numbers refused to become JSON", impossible);
        }
        byte[] padded = Arrays.copyOf(json, (json.length + 7) / 8 * 8);
        Arrays.fill(padded, json.length, padded.length, (byte) ' ');
        return padded;
    }
}
