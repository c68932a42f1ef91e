package io.slipstream.evaluator.watch.row;

import org.jspecify.annotations.Nullable;

/**
 * A canonical image: one of the anchor whose pixels are kept, so that every new encoder can be shown it.
 *
 * @param index of the image among the canonical ones of its source
 * @param row the image, with the embedding of the encoder that is current
 * @param beforeId the snapshot that was current before; null if there was none
 * @param before its embedding; empty if there was none
 * @param selfTest relative distance of the embedding the fixed encoder gave it when it was shown the image again;
 *     negative before it was
 */
@SuppressWarnings("ArrayRecordComponent") // compared with nothing
public record CanonicalRow(int index, Row row, @Nullable String beforeId, float[] before, double selfTest) {}
