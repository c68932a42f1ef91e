package io.slipstream.evaluator.channel.decision;

import io.slipstream.evaluator.channel.gate.Known;
import io.slipstream.schemas.record.ChannelPointer;
import io.slipstream.schemas.topic.Topics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The evidence of a decision by name: what the records of {@code ChannelPointer.evidence} are to it.
 *
 * <p>{@code snapshot}, {@code report} and {@code score/SET} are the subject's; the same after {@code stable-} are the
 * stable snapshot's; {@code request} is what a person asked. {@code until/TOPIC} is the end of what had been read of the
 * topic, the first offset that is not evidence. {@code time} is {@value #CLOCK} where the promoter's clock and not the
 * newest record gave the decision its time.
 */
public final class Citation {

    /** Name of the request that a decision answers. */
    public static final String REQUEST = "request";

    static final String SNAPSHOT = "snapshot";
    static final String TIME = "time";
    static final String CLOCK = "clock";
    static final String UNTIL = "until/";

    private static final String STABLE = "stable-";

    private Citation() {}

    /** What is cited of the subject, and of the stable snapshot where there is one. */
    static Map<String, String> of(Known subject, Optional<Known> stable) {
        Map<String, String> cited = new LinkedHashMap<>();
        add(cited, "", subject);
        stable.ifPresent(known -> add(cited, STABLE, known));
        return cited;
    }

    private static void add(Map<String, String> cited, String prefix, Known known) {
        cited.put(
                prefix + SNAPSHOT,
                Coordinates.of(Topics.MODEL_SNAPSHOTS, known.snapshot().offset()));
        known.report()
                .ifPresent(report ->
                        cited.put(prefix + "report", Coordinates.of(Topics.SNAPSHOT_REPORTS, report.offset())));
        known.scores()
                .forEach((set, score) ->
                        cited.put(prefix + "score/" + set, Coordinates.of(Topics.PROBE_SCORES, score.offset())));
    }

    /** Ends of what had been read, by topic. */
    static Map<String, Long> until(ChannelPointer decision) {
        Map<String, Long> until = new LinkedHashMap<>();
        decision.getEvidence().forEach((name, coordinates) -> {
            if (name.startsWith(UNTIL)) {
                until.put(name.substring(UNTIL.length()), Coordinates.offset(coordinates));
            }
        });
        return until;
    }

    /** Coordinates of the records that are cited. */
    static List<String> records(ChannelPointer decision) {
        return decision.getEvidence().entrySet().stream()
                .filter(cited ->
                        !cited.getKey().startsWith(UNTIL) && !cited.getKey().equals(TIME))
                .map(Map.Entry::getValue)
                .sorted()
                .toList();
    }

    /** Whether the promoter's clock gave the time. */
    static boolean isByClock(ChannelPointer decision) {
        return CLOCK.equals(decision.getEvidence().get(TIME));
    }
}
