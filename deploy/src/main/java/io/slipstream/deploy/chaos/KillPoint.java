package io.slipstream.deploy.chaos;

import java.time.Duration;
import java.util.Locale;

/**
 * When a trainer is killed: some time after a line of its log.
 *
 * @param mark the line
 * @param occurrence which of these lines since the start of the process, from 1
 * @param delay time after it
 */
record KillPoint(LogMark mark, int occurrence, Duration delay) {

    /** For people: {@code 3.2 ms after 'Committing a checkpoint' no. 2}. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.1f ms after '%s' no. %d", delay.toNanos() / 1e6, mark, occurrence);
    }
}
