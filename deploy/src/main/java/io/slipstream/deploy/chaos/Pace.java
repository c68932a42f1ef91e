package io.slipstream.deploy.chaos;

import java.time.Duration;

/**
 * How long a trainer took that nobody disturbed.
 *
 * @param startup from its configuration to its first checkpoint
 * @param training from its first checkpoint to its end
 */
record Pace(Duration startup, Duration training) {}
