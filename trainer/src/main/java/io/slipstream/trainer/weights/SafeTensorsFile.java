package io.slipstream.trainer.weights;

import ai.djl.ndarray.types.Shape;
import io.slipstream.trainer.weights.SafeTensorsHeader.Entry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An open safetensors file: its header is read and checked, tensors are read one at a time.
 *
 * <p>Reading a tensor takes the memory of its float32 elements and one fixed buffer. Not thread-safe. Format: an 8-byte
 * little-endian header length, a JSON header, the tensors' bytes (Hugging Face, {@code safetensors}, README, "Format").
 */
public final class SafeTensorsFile implements AutoCloseable {

    /** The reference implementation's limit. */
    static final long MAX_HEADER = 100_000_000;

    private static final int CHUNK = 1 << 20;

    private final FileChannel channel;
    private final SafeTensorsHeader header;
    private final long dataStart;

    private SafeTensorsFile(FileChannel channel, SafeTensorsHeader header, long dataStart) {
        this.channel = channel;
        this.header = header;
        this.dataStart = dataStart;
    }

    /**
     * Opens a file.
     *
     * @throws EncoderException if it is not a well-formed safetensors file of F64, F32, F16, BF16 and I64
     * @throws IOException if it cannot be read
     */
    public static SafeTensorsFile open(Path file) throws IOException, EncoderException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            long size = channel.size();
            if (size < Long.BYTES) {
                throw new EncoderException("expected the 8 bytes of a header's length, found " + size + " bytes");
            }
            fill(channel, length, 0);
            long headerBytes = length.getLong(0);
            long available = Math.min(size - Long.BYTES, MAX_HEADER);
            if (headerBytes < 0 || headerBytes > available) {
                throw new EncoderException("expected a header of at most " + available + " bytes, found "
                        + Long.toUnsignedString(headerBytes) + ": not a safetensors file, or truncated");
            }
            ByteBuffer text = ByteBuffer.allocate(Math.toIntExact(headerBytes));
            fill(channel, text, Long.BYTES);
            long dataStart = Long.BYTES + headerBytes;
            return new SafeTensorsFile(
                    channel, SafeTensorsHeader.parse(utf8(text.flip()), size - dataStart), dataStart);
        } catch (EncoderException e) {
            channel.close();
            throw new EncoderException(file + ": " + e.getMessage(), e);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static String utf8(ByteBuffer text) throws EncoderException {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(text).toString();
        } catch (CharacterCodingException e) {
            throw new EncoderException("expected a header of UTF-8 text", e);
        }
    }

    /** Shapes by name, names in ascending order. */
    public Map<String, Shape> shapes() {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        header.tensors().forEach((name, entry) -> shapes.put(name, entry.shape()));
        return shapes;
    }

    /** The texts its writer left, by key. */
    public Map<String, String> metadata() {
        return header.metadata();
    }

    /**
     * Reads a tensor, row-major, rounded to float32 where the file holds more.
     *
     * @throws IllegalArgumentException if there is no such tensor
     * @throws IOException if the file cannot be read
     */
    public float[] read(String name) throws IOException {
        Entry entry = header.tensors().get(name);
        if (entry == null) {
            throw new IllegalArgumentException(
                    "no tensor '" + name + "' among " + header.tensors().keySet());
        }
        float[] values = new float[Math.toIntExact(entry.shape().size())];
        ByteBuffer chunk = ByteBuffer.allocate((int) Math.min(CHUNK, entry.end() - entry.begin()))
                .order(ByteOrder.LITTLE_ENDIAN);
        int next = 0;
        for (long at = entry.begin(); at < entry.end(); at += chunk.limit()) {
            chunk.clear().limit((int) Math.min(chunk.capacity(), entry.end() - at));
            fill(channel, chunk, dataStart + at);
            chunk.flip();
            while (chunk.hasRemaining()) {
                values[next++] = entry.type().next(chunk);
            }
        }
        return values;
    }

    private static void fill(FileChannel channel, ByteBuffer buffer, long position) throws IOException {
        while (buffer.hasRemaining()) {
            int read = channel.read(buffer, position + buffer.position());
            if (read < 0) {
                throw new IOException("the file became shorter while it was read");
            }
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
