package io.slipstream.deploy.chaos.fuzz;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The result of {@code slipstream chaos fuzz}, as written by {@code --json}.
 *
 * @param startedAt when it was started, ISO-8601
 * @param passed whether every check holds
 * @param seed of the images to the topic; those to the gateway have the next one
 * @param toTopic hostile images sent as plain records
 * @param toGateway hostile images posted
 * @param gateway what became of those posted, by the gateway's counters
 * @param gatewayRefused dead letters of the gateway, by reason
 * @param read records curation read
 * @param forwarded records on {@code images}
 * @param curationRefused dead letters of curation, by reason
 * @param dropped records that curation kept back, by policy
 * @param memory megabytes resident at most, by process: in the first third of the time, in the second and in the last
 * @param seconds from the first image until curation had read the last one
 * @param problems what does not hold, in words
 */
@JsonPropertyOrder({
    "startedAt",
    "passed",
    "seed",
    "toTopic",
    "toGateway",
    "gateway",
    "gatewayRefused",
    "read",
    "forwarded",
    "curationRefused",
    "dropped",
    "memory",
    "seconds",
    "problems"
})
record FuzzTrialReport(
        String startedAt,
        boolean passed,
        long seed,
        int toTopic,
        int toGateway,
        Map<String, Long> gateway,
        Map<String, Long> gatewayRefused,
        long read,
        long forwarded,
        Map<String, Long> curationRefused,
        Map<String, Long> dropped,
        Map<String, List<Long>> memory,
        double seconds,
        List<String> problems) {

    /** The report as a person reads it. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("posted %,d: %s; dead letters %s".formatted(toGateway, gateway, gatewayRefused));
        lines.add("read %,d = forwarded %,d + dead letters %s + dropped %s"
                .formatted(read, forwarded, curationRefused, dropped));
        memory.forEach((process, megabytes) ->
                lines.add("%s: at most %,d MB in the first third of the time, %,d MB in the second, %,d MB in the last"
                        .formatted(process, megabytes.get(0), megabytes.get(1), megabytes.get(2))));
        lines.add(String.format(Locale.ROOT, "%.0f s", seconds));
        problems.forEach(problem -> lines.add("FAIL " + problem));
        if (passed) {
            lines.add("ok: every image was taken or refused with a reason, and the counts add up");
        }
        return lines;
    }
}
