package io.slipstream.trainer.stream;

/**
 * An image as the trainer holds it: decoded, at training size.
 *
 * @param id SHA-256 of the encoded bytes, 64 hexadecimal digits
 * @param pixels uint8 RGB planes, {@code 3 * size * size} bytes; treated as read-only
 */
@SuppressWarnings("ArrayRecordComponent") // Identity is enough: images are compared by id, never by value.
public record TrainingImage(String id, byte[] pixels) {}
