package io.slipstream.deploy.chaos.promote;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What to try.
 *
 * @param minutes how long snapshots are published
 * @param rate snapshots per minute
 * @param kills how often the promoter is killed
 * @param seed seed of what is published and when the promoter is killed
 * @param directory of everything the run leaves behind
 */
record PromoteChaosOptions(double minutes, double rate, int kills, long seed, Path directory) {

    /** Time between two snapshots. */
    Duration interval() {
        return Duration.ofMillis(Math.round(60_000 / rate));
    }

    /** Snapshots in all, the untrained one of step 0 among them. */
    int snapshots() {
        return Math.max(1, (int) Math.round(minutes * rate));
    }
}
