package io.slipstream.evaluator.watch;

/**
 * What a task sends on.
 *
 * @param kind what it is, and by that where it goes
 * @param value its bytes
 */
@SuppressWarnings("ArrayRecordComponent") // sent on, and that is all
record Outgoing(Kind kind, byte[] value) {

    enum Kind {
        /** A report, for the topic of reports. */
        REPORT('d'),
        /** A request to the trainer. */
        REQUEST('t'),
        /** A row of a source, for the windows of all sources together. */
        ROW('r'),
        /** A row of a declared anchor, for the anchor of all sources together. */
        ANCHOR_ROW('a'),
        /** A canonical image of a source. */
        CANONICAL_ROW('c');

        private final byte letter;

        Kind(char letter) {
            this.letter = (byte) letter;
        }

        private static Kind of(byte letter) {
            for (Kind kind : values()) {
                if (kind.letter == letter) {
                    return kind;
                }
            }
            throw new IllegalArgumentException("expected the letter of a kind of row, found " + letter);
        }

        boolean isForTheWhole() {
            return this == ROW || this == ANCHOR_ROW || this == CANONICAL_ROW;
        }
    }

    /** The form in the topic between sources and the whole: the kind, then the bytes. */
    byte[] framed() {
        byte[] framed = new byte[value.length + 1];
        framed[0] = kind.letter;
        System.arraycopy(value, 0, framed, 1, value.length);
        return framed;
    }

    static Outgoing read(byte[] framed) {
        byte[] value = new byte[framed.length - 1];
        System.arraycopy(framed, 1, value, 0, value.length);
        return new Outgoing(Kind.of(framed[0]), value);
    }
}
