package io.slipstream.trainer.pixels;

/** The pixels of a square image as the trainer keeps them. Immutable, but for the arrays, which are treated as read-only. */
public sealed interface Pixels permits DecodedPixels, EncodedPixels {

    /** uint8 RGB planes, {@code 3 * side * side} bytes: the same ones every time. */
    byte[] rgb();

    /** The bytes that are kept. */
    byte[] kept();
}
