package io.slipstream.ingest.fuzz;

/**
 * A sound image to damage.
 *
 * @param name file name, without a directory
 */
@SuppressWarnings("ArrayRecordComponent")
record Seed(String name, byte[] bytes) {}
