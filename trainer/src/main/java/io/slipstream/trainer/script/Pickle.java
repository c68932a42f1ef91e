package io.slipstream.trainer.script;

import ai.djl.ndarray.types.Shape;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes the few pickle opcodes a TorchScript archive is made of.
 *
 * <p>Not thread-safe. Format: Python's pickle protocol 2 (PEP 307; opcodes in {@code pickletools}), restricted to what
 * libtorch's own unpickler reads.
 */
final class Pickle {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Pickle() {
        opcode(0x80).opcode(2); // PROTO 2
    }

    Pickle global(String module, String name) {
        return opcode('c').ascii(module + "\n" + name + "\n");
    }

    Pickle emptyTuple() {
        return opcode(')');
    }

    Pickle newObject() {
        return opcode(0x81);
    }

    Pickle emptyDict() {
        return opcode('}');
    }

    Pickle mark() {
        return opcode('(');
    }

    /** Ends the tuple begun at the last mark. */
    Pickle tuple() {
        return opcode('t');
    }

    /** Puts the key-value pairs since the last mark into the dict before it. */
    Pickle setItems() {
        return opcode('u');
    }

    Pickle build() {
        return opcode('b');
    }

    Pickle reduce() {
        return opcode('R');
    }

    Pickle persistentId() {
        return opcode('Q');
    }

    Pickle bool(boolean value) {
        return opcode(value ? 0x88 : 0x89);
    }

    Pickle text(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        opcode('X').littleEndian(bytes.length);
        out.writeBytes(bytes);
        return this;
    }

    Pickle integer(long value) {
        return opcode('J').littleEndian(Math.toIntExact(value));
    }

    Pickle integers(long... values) {
        mark();
        for (long value : values) {
            integer(value);
        }
        return tuple();
    }

    /** A contiguous float32 tensor whose elements are the archive record {@code data/<record>}. */
    Pickle tensor(String record, Shape shape, boolean requiresGradient) {
        global("torch._utils", "_rebuild_tensor_v2").mark();
        mark().text("storage").global("torch", "FloatStorage").text(record).text("cpu");
        integer(shape.size()).tuple().persistentId();
        integer(0).integers(shape.getShape()).integers(contiguousStrides(shape)).bool(requiresGradient);
        global("collections", "OrderedDict").emptyTuple().reduce();
        return tuple().reduce();
    }

    /** An object pickled elsewhere: opcodes that leave it on the stack, without PROTO and STOP. */
    Pickle object(byte[] opcodes) {
        out.writeBytes(opcodes);
        return this;
    }

    /** Ends the pickle and returns it. */
    byte[] stop() {
        opcode('.');
        return out.toByteArray();
    }

    private static long[] contiguousStrides(Shape shape) {
        long[] strides = new long[shape.dimension()];
        long stride = 1;
        for (int i = strides.length - 1; i >= 0; i--) {
            strides[i] = stride;
            stride *= shape.get(i);
        }
        return strides;
    }

    private Pickle opcode(int code) {
        out.write(code);
        return this;
    }

    private Pickle ascii(String value) {
        out.writeBytes(value.getBytes(StandardCharsets.US_ASCII));
        return this;
    }

    private Pickle littleEndian(int value) {
        out.write(value);
        out.write(value >>> 8);
        out.write(value >>> 16);
        out.write(value >>> 24);
        return this;
    }
}
