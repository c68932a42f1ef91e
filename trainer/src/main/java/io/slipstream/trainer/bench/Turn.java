package io.slipstream.trainer.bench;

import java.util.List;
import java.util.Map;

/**
 * What one turn of a contender took.
 *
 * @param millis wall-clock time of each step, in milliseconds
 * @param processorMillis processor time of the whole turn, all threads and helper processes together
 * @param parts milliseconds of wall-clock time by part of the step, all steps together; without those not measured
 */
record Turn(List<Double> millis, double processorMillis, Map<String, Double> parts) {}
