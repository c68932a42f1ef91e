package io.slipstream.deploy.chaos;

/** What a record of the topic holds. */
enum Content {
    /** An image that no record before it holds. */
    IMAGE,
    /** The image of the last {@link #IMAGE} before it on its partition. */
    DUPLICATE,
    /** No value at all. */
    EMPTY,
    /** Bytes that do not begin like a record. */
    BAD_FRAME,
    /** An image with a label. */
    LABELLED,
    /** An image whose file ends too early. */
    TRUNCATED,
    /** An image under the id of another one. */
    HASH_MISMATCH;

    /** Whether a trainer has to refuse it. */
    boolean isPoison() {
        return this != IMAGE && this != DUPLICATE;
    }
}
