package io.slipstream.schemas.image;

import java.util.ArrayList;
import java.util.List;

/** Parts of a file, joined to a smaller one. */
final class Excerpt {

    private final byte[] source;
    private final List<Part> parts = new ArrayList<>();
    private int length;

    @SuppressWarnings("ArrayRecordComponent")
    private record Part(byte[] bytes, int from, int length) {}

    Excerpt(byte[] source) {
        this.source = source;
    }

    /** Adds the bytes of the file from {@code from} to before {@code to}. */
    Excerpt keep(int from, int to) {
        return to == from ? this : add(new Part(source, from, to - from));
    }

    /** Adds bytes that the file does not have. */
    Excerpt insert(byte[] bytes) {
        return add(new Part(bytes, 0, bytes.length));
    }

    private Excerpt add(Part part) {
        parts.add(part);
        length += part.length();
        return this;
    }

    /** The parts in order; the file itself if that is all of it. */
    byte[] bytes() {
        if (parts.size() == 1 && length == source.length) {
            return parts.get(0).bytes();
        }
        byte[] joined = new byte[length];
        int position = 0;
        for (Part part : parts) {
            System.arraycopy(part.bytes(), part.from(), joined, position, part.length());
            position += part.length();
        }
        return joined;
    }
}
