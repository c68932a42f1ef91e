package io.slipstream.trainer.stream;

import io.slipstream.trainer.stream.Order.Event;
import io.slipstream.trainer.stream.Order.Fate;
import io.slipstream.trainer.stream.Order.Run;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.apache.kafka.common.TopicPartition;

/**
 * An {@link Order} as bytes: {@code SORD}, a byte that holds the version, and in zlib's format the rest.
 *
 * <p>The rest are numbers of a variable length, seven bits a byte, the lowest first: the number of partitions, of each its
 * topic (two bytes of length, modified UTF-8) and number; the number of events, of each a code. 0 is a rewarm; 1 is a
 * step, followed by its new images; 2 and more is a run, by its fate, followed by the place of its partition in the list,
 * its first offset, relative to the end of that partition's last run, and its length. These two may be negative, and are
 * written with the sign in the lowest bit. 7 is a step of several passes, followed by its new images and the passes: the
 * version is 2 where there is one, and otherwise 1.
 */
public final class OrderCodec {

    private static final int MAGIC = 0x534F5244;
    private static final int VERSION = 1;
    private static final int VERSION_WITH_PASSES = 2;
    private static final int REWARM = 0;
    private static final int STEP = 1;
    private static final int FIRST_FATE = 2;
    private static final List<Fate> FATES =
            List.of(Fate.TRAINED, Fate.REFUSED, Fate.DUPLICATE, Fate.DROPPED, Fate.LOST);
    private static final int PASSES = 7;

    private OrderCodec() {}

    /** Writes an order. */
    public static byte[] encode(Order order) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream header = new DataOutputStream(bytes)) {
            header.writeInt(MAGIC);
            header.writeByte(hasPasses(order) ? VERSION_WITH_PASSES : VERSION);
            try (DataOutputStream out = new DataOutputStream(new DeflaterOutputStream(bytes))) {
                write(order, out);
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private static boolean hasPasses(Order order) {
        return order.events().stream().anyMatch(event -> event instanceof Order.Step step && step.passes() != 1);
    }

    private static void write(Order order, DataOutputStream out) throws IOException {
        Map<TopicPartition, Integer> places = new LinkedHashMap<>();
        for (Event event : order.events()) {
            if (event instanceof Run run) {
                places.putIfAbsent(run.partition(), places.size());
            }
        }
        writeNumber(places.size(), out);
        for (TopicPartition partition : places.keySet()) {
            out.writeUTF(partition.topic());
            writeNumber(partition.partition(), out);
        }
        long[] ends = new long[places.size()];
        writeNumber(order.events().size(), out);
        for (Event event : order.events()) {
            if (event instanceof Run run) {
                int place = places.getOrDefault(run.partition(), 0);
                writeNumber(FIRST_FATE + FATES.indexOf(run.fate()), out);
                writeNumber(place, out);
                writeSigned(run.from() - ends[place], out);
                writeSigned(run.to() - run.from(), out);
                ends[place] = run.to();
            } else if (event instanceof Order.Step step) {
                writeNumber(step.passes() == 1 ? STEP : PASSES, out);
                writeNumber(step.fresh(), out);
                if (step.passes() != 1) {
                    writeNumber(step.passes(), out);
                }
            } else {
                writeNumber(REWARM, out);
            }
        }
    }

    /**
     * Reads what {@link #encode} wrote.
     *
     * @throws IOException if the bytes are no order, or one of another version
     */
    public static Order decode(byte[] bytes) throws IOException {
        ByteArrayInputStream input = new ByteArrayInputStream(bytes);
        DataInputStream header = new DataInputStream(input);
        int magic = header.readInt();
        if (magic != MAGIC) {
            throw new IOException("expected an order, which begins with %08x, found %08x".formatted(MAGIC, magic));
        }
        int version = header.readUnsignedByte();
        if (version != VERSION && version != VERSION_WITH_PASSES) {
            throw new IOException("expected an order of version " + VERSION + " or " + VERSION_WITH_PASSES
                    + ", found version " + version);
        }
        return read(new DataInputStream(new InflaterInputStream(input)));
    }

    private static Order read(DataInputStream in) throws IOException {
        List<TopicPartition> partitions = new ArrayList<>();
        for (long count = readNumber(in); count > 0; count--) {
            partitions.add(new TopicPartition(in.readUTF(), (int) readNumber(in)));
        }
        Map<TopicPartition, Long> ends = new HashMap<>();
        List<Event> events = new ArrayList<>();
        for (long count = readNumber(in); count > 0; count--) {
            events.add(readEvent(in, partitions, ends));
        }
        return new Order(events);
    }

    private static Event readEvent(DataInputStream in, List<TopicPartition> partitions, Map<TopicPartition, Long> ends)
            throws IOException {
        long code = readNumber(in);
        if (code == REWARM) {
            return new Order.Rewarm();
        }
        if (code == STEP) {
            return new Order.Step((int) readNumber(in));
        }
        if (code == PASSES) {
            return new Order.Step((int) readNumber(in), (int) readNumber(in));
        }
        long place = code - FIRST_FATE < FATES.size() ? readNumber(in) : partitions.size();
        if (place >= partitions.size()) {
            throw new IOException("expected a step, a rewarm or a run of one of " + partitions.size()
                    + " partitions, found code " + code + ", partition " + place);
        }
        TopicPartition partition = partitions.get((int) place);
        long from = ends.getOrDefault(partition, 0L) + readSigned(in);
        long to = from + readSigned(in);
        ends.put(partition, to);
        return new Run(partition, from, to, FATES.get((int) code - FIRST_FATE));
    }

    private static void writeSigned(long number, DataOutputStream out) throws IOException {
        writeNumber((number << 1) ^ (number >> (Long.SIZE - 1)), out);
    }

    private static long readSigned(DataInputStream in) throws IOException {
        long number = readNumber(in);
        return (number >>> 1) ^ -(number & 1);
    }

    private static void writeNumber(long number, DataOutputStream out) throws IOException {
        long rest = number;
        while ((rest & ~0x7FL) != 0) {
            out.writeByte((int) (rest | 0x80));
            rest >>>= 7;
        }
        out.writeByte((int) rest);
    }

    private static long readNumber(DataInputStream in) throws IOException {
        long number = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            int next = in.readUnsignedByte();
            number |= (next & 0x7FL) << shift;
            if (next < 0x80) {
                return number;
            }
        }
        throw new IOException("expected a number of at most ten bytes, found a longer one");
    }
}
