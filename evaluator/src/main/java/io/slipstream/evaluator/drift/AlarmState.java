package io.slipstream.evaluator.drift;

/**
 * What an {@link AlarmRule} remembers of a stream: small enough to be kept in a topic.
 *
 * @param mean exponentially weighted mean of the effects that were not exceptional
 * @param variance exponentially weighted variance of the same
 * @param recent whether each of the last windows was exceptional, one bit each, the newest lowest; 0 after an alarm
 */
public record AlarmState(double mean, double variance, long recent) {}
