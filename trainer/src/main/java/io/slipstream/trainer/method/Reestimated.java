package io.slipstream.trainer.method;

import java.util.OptionalDouble;

/**
 * What was made of an encoder with batch-norm statistics estimated anew.
 *
 * @param made what was made of it
 * @param drift how far training's means were from the new ones: root mean square over the channels of all norms, in
 *     standard deviations; empty where nothing was estimated
 */
public record Reestimated<T>(T made, OptionalDouble drift) {}
