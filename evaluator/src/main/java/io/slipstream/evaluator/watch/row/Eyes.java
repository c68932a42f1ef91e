package io.slipstream.evaluator.watch.row;

import org.jspecify.annotations.Nullable;

/**
 * Which encoders looked at an image.
 *
 * @param epoch which anchor the fixed encoder belongs to; a later one is larger
 * @param fixedId snapshot that is the fixed encoder
 * @param currentId snapshot that is the current encoder; null if there was none
 */
public record Eyes(long epoch, String fixedId, @Nullable String currentId) {}
