package io.slipstream.deploy.chaos.promote;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The result of {@code slipstream chaos promote}, as written by {@code --json}.
 *
 * @param startedAt when it was started, ISO-8601
 * @param passed whether every check holds
 * @param seed seed of what was published and of the kills
 * @param seconds how long snapshots were published
 * @param snapshots snapshots announced
 * @param published records published, by topic
 * @param kills moments of the kills, seconds since the beginning
 * @param decisions decisions in all
 * @param actions decisions by action and channel
 * @param proven decisions that were made again from the records with the same result
 * @param latencyMedianMillis half of the decisions were on the topic within so long of the event time they were made at
 * @param latencyMaxMillis the slowest; a kill and the start of a JVM are in it
 * @param problems what does not hold, in words
 */
@JsonPropertyOrder({
    "startedAt",
    "passed",
    "seed",
    "seconds",
    "snapshots",
    "published",
    "kills",
    "decisions",
    "actions",
    "proven",
    "latencyMedianMillis",
    "latencyMaxMillis",
    "problems"
})
record PromoteReport(
        String startedAt,
        boolean passed,
        long seed,
        double seconds,
        int snapshots,
        Map<String, Integer> published,
        List<Double> kills,
        int decisions,
        Map<String, Integer> actions,
        long proven,
        long latencyMedianMillis,
        long latencyMaxMillis,
        List<String> problems) {

    /** The report as a person reads it. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("published in %.0f s: %s".formatted(seconds, published));
        lines.add("promoter killed at " + kills + " s");
        lines.add("%,d decisions: %s".formatted(decisions, actions));
        lines.add("on the topic %,d ms after their event time (median), %,d ms (slowest)"
                .formatted(latencyMedianMillis, latencyMaxMillis));
        problems.forEach(problem -> lines.add("FAIL " + problem));
        if (passed) {
            lines.add("ok: no gap, nothing twice, both topics agree, nothing revoked is served,"
                    + " and all %,d decisions were made again from the records".formatted(proven));
        }
        return lines;
    }
}
