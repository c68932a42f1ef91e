package io.slipstream.trainer.pixels;

/**
 * Pixels kept as they are trained on.
 *
 * @param rgb uint8 RGB planes, {@code 3 * side * side} bytes
 */
@SuppressWarnings("ArrayRecordComponent") // Identity is enough: images are compared by id, never by value.
public record DecodedPixels(byte[] rgb) implements Pixels {

    @Override
    public byte[] kept() {
        return rgb;
    }
}
