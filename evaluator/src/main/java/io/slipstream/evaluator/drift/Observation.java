package io.slipstream.evaluator.drift;

/**
 * What one statistic says about one window.
 *
 * @param effect how far the window is from the reference; larger is farther
 * @param pValue how probable an effect at least as large is without drift, above 0 and at most 1
 */
public record Observation(double effect, double pValue) {}
