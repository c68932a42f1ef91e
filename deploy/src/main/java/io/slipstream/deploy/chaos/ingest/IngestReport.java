package io.slipstream.deploy.chaos.ingest;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The result of {@code slipstream chaos ingest}, as written by {@code --json}.
 *
 * @param startedAt when it was started, ISO-8601
 * @param passed whether every check holds
 * @param seed seed of the pictures and the kills
 * @param kills how often each service was killed
 * @param acknowledged images the gateway answered for
 * @param retries requests that had to be sent again
 * @param files images in the directory
 * @param sent records on {@code images.raw}
 * @param delivered records on {@code images}
 * @param refused records on {@code images.dead-letter}
 * @param problems what does not hold, in words
 */
@JsonPropertyOrder({
    "startedAt",
    "passed",
    "seed",
    "kills",
    "acknowledged",
    "retries",
    "files",
    "sent",
    "delivered",
    "refused",
    "problems"
})
record IngestReport(
        String startedAt,
        boolean passed,
        long seed,
        Map<String, Integer> kills,
        int acknowledged,
        long retries,
        int files,
        long sent,
        long delivered,
        long refused,
        List<String> problems) {

    /** The report as a person reads it. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("killed: " + kills);
        lines.add(
                "%,d uploads acknowledged (%,d requests sent again), %,d files; %,d records sent, %,d delivered, %,d refused"
                        .formatted(acknowledged, retries, files, sent, delivered, refused));
        problems.forEach(problem -> lines.add("FAIL " + problem));
        if (passed) {
            lines.add("ok: every acknowledged image and every file arrived, each once");
        }
        return lines;
    }
}
