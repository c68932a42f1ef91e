package io.slipstream.evaluator.channel.decision;

import io.slipstream.evaluator.channel.decision.Channel.Name;
import io.slipstream.schemas.record.ChannelAction;
import java.util.List;
import java.util.Map;

/**
 * A decision before it has a place in the history.
 *
 * @param channel the channel it is on
 * @param action what is decided
 * @param subject id of the snapshot that was judged; empty where there is none
 * @param serves id of the snapshot the channel serves from now on; empty when it serves none
 * @param actor who decides
 * @param reasons why, in words
 * @param cited the evidence, by name
 */
record Draft(
        Name channel,
        ChannelAction action,
        String subject,
        String serves,
        String actor,
        List<String> reasons,
        Map<String, String> cited) {

    /** The actor of what nobody asked for. */
    static final String GATE = "gate";

    Draft {
        reasons = List.copyOf(reasons);
        cited = Map.copyOf(cited);
    }

    boolean isByGates() {
        return actor.equals(GATE) && !cited.containsKey(Citation.REQUEST);
    }
}
