package io.slipstream.evaluator.score;

/**
 * How probe sets are scored.
 *
 * @param seed of the splits, the draws and the intervals
 */
public record ProbeSettings(long seed, KnnConfig knn, LinearConfig linear, FewShotConfig fewShot) {}
