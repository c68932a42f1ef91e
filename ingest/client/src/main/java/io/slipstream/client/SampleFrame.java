package io.slipstream.client;

import io.slipstream.schemas.record.BlobReference;
import io.slipstream.schemas.record.ImageSample;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes a sample in Confluent's wire format, straight into one array of the right size: the image is copied once. The
 * result is the same, byte for byte, as that of Avro's own writer, at a fraction of its time.
 *
 * <p>Sources: Confluent Schema Registry documentation, "Wire format"; Apache Avro 1.12 specification, "Binary encoding".
 */
final class SampleFrame {

    private static final byte MAGIC = 0;
    private static final int HEADER = 1 + Integer.BYTES;

    /** Index of {@code null} in each of the record's unions; that of the other branch is 1. */
    private static final int NULL = 0;

    private static final int PRESENT = 1;

    private SampleFrame() {}

    /** @param sample without label */
    static byte[] of(int schemaId, ImageSample sample) {
        byte[] id = utf8(sample.getId());
        byte[] source = utf8(sample.getSource());
        byte[] contentType = utf8(sample.getContentType());
        long captureTime = sample.getCaptureTime().toEpochMilli();
        @Nullable ByteBuffer image = sample.getBytes();
        BlobReference reference = sample.getReference();
        List<byte[]> tags = tags(sample.getTags());

        int head = HEADER
                + size(id)
                + size(source)
                + size(captureTime)
                + size(contentType)
                + size(sample.getWidth())
                + size(sample.getHeight())
                + (image == null ? size(NULL) : size(PRESENT) + size(image.remaining()));
        int tail = sizeOfReference(reference) + sizeOfMap(tags) + size(NULL);

        ByteBuffer frame = ByteBuffer.wrap(image == null ? new byte[head + tail] : around(image, head, tail));
        frame.put(MAGIC).putInt(schemaId);
        put(frame, id);
        put(frame, source);
        put(frame, captureTime);
        put(frame, contentType);
        put(frame, sample.getWidth());
        put(frame, sample.getHeight());
        if (image == null) {
            put(frame, NULL);
        } else {
            put(frame, PRESENT);
            put(frame, image.remaining());
            frame.position(head + image.remaining());
        }
        putReference(frame, reference);
        putMap(frame, tags);
        put(frame, NULL);
        return frame.array();
    }

    /**
     * An array with the image in it, and room before and behind. A copy that follows an allocation at once is the one
     * case in which the JVM does not fill the memory with zeros first.
     */
    private static byte[] around(ByteBuffer image, int head, int tail) {
        int length = image.remaining();
        if (!image.hasArray()) {
            byte[] frame = new byte[head + length + tail];
            image.duplicate().get(frame, head, length);
            return frame;
        }
        byte[] bytes = image.array();
        int offset = image.arrayOffset() + image.position();
        byte[] frame = new byte[head + length + tail];
        System.arraycopy(bytes, offset, frame, head, length);
        return frame;
    }

    private static void putReference(ByteBuffer frame, @Nullable BlobReference reference) {
        if (reference == null) {
            put(frame, NULL);
        } else {
            put(frame, PRESENT);
            put(frame, utf8(reference.getUri()));
            put(frame, reference.getSize());
            put(frame, utf8(reference.getSha256()));
        }
    }

    private static int sizeOfReference(@Nullable BlobReference reference) {
        return reference == null
                ? size(NULL)
                : size(PRESENT)
                        + size(utf8(reference.getUri()))
                        + size(reference.getSize())
                        + size(utf8(reference.getSha256()));
    }

    /** Names and values in turn. */
    private static List<byte[]> tags(Map<String, String> tags) {
        List<byte[]> texts = new ArrayList<>(2 * tags.size());
        tags.forEach((name, value) -> {
            texts.add(utf8(name));
            texts.add(utf8(value));
        });
        return texts;
    }

    /** One block of all entries, if there are any, and the block of none that ends every map. */
    private static void putMap(ByteBuffer frame, List<byte[]> texts) {
        if (!texts.isEmpty()) {
            put(frame, texts.size() / 2);
            texts.forEach(text -> put(frame, text));
        }
        put(frame, 0);
    }

    private static int sizeOfMap(List<byte[]> texts) {
        int size = texts.isEmpty() ? 0 : size(texts.size() / 2);
        for (byte[] text : texts) {
            size += size(text);
        }
        return size + size(0);
    }

    private static void put(ByteBuffer frame, byte[] text) {
        put(frame, text.length);
        frame.put(text);
    }

    private static int size(byte[] text) {
        return size(text.length) + text.length;
    }

    /** A number in zigzag coding, seven bits a byte, the lowest first. */
    private static void put(ByteBuffer frame, long number) {
        long rest = zigzag(number);
        while ((rest & ~0x7FL) != 0) {
            frame.put((byte) ((rest & 0x7F) | 0x80));
            rest >>>= 7;
        }
        frame.put((byte) rest);
    }

    private static int size(long number) {
        int bits = Long.SIZE - Long.numberOfLeadingZeros(zigzag(number) | 1);
        return (bits + 6) / 7;
    }

    private static long zigzag(long number) {
        return (number << 1) ^ (number >> (Long.SIZE - 1));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
