package io.slipstream.client;

/**
 * Proof that an image is on a topic: every in-sync replica has it.
 *
 * @param id SHA-256 of the encoded image, 64 lower-case hexadecimal digits
 * @param topic where it is
 * @param partition where it is
 * @param offset where it is
 */
public record Receipt(String id, String topic, int partition, long offset) {}
