package io.slipstream.evaluator.channel.decision;

import io.slipstream.evaluator.channel.gate.GatesConfig;
import io.slipstream.schemas.config.ConfigLoader;
import io.slipstream.schemas.hash.Sha256;
import io.slipstream.schemas.record.ChannelPointer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes the records of the ruling that is due, numbered and with their evidence.
 *
 * <p>The text of the gates goes with the first decision that was made under them: hash and history are then enough to make
 * every decision again.
 */
public final class Records {

    private final GatesConfig gates;
    private final String text;
    private final String hash;

    /** Records of decisions under these gates. */
    public Records(GatesConfig gates) {
        this(gates, ConfigLoader.effectiveYaml(gates));
    }

    /** Gates of an earlier time, by their text. */
    Records(GatesConfig gates, String text) {
        this.gates = gates;
        this.text = text;
        this.hash = hash(text);
    }

    static String hash(String text) {
        return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** SHA-256 of the gates' text. */
    public String gatesHash() {
        return hash;
    }

    /**
     * The decisions that are due, and takes them into the state; empty if none is.
     *
     * @param time event time of the decisions
     * @param byClock whether a clock gave it, and not the newest record
     * @throws BrokenHistoryException if they do not follow; then the state cannot be used any more
     */
    public List<ChannelPointer> next(ChannelState state, Evidence evidence, Instant time, boolean byClock) {
        List<ChannelPointer> records = new ArrayList<>();
        for (Draft draft : new Judge(state, evidence, gates, time).next()) {
            ChannelPointer record = record(draft, state, evidence, time, byClock);
            state.apply(record);
            // What the channel can go back to is known when the decision is applied.
            record.setFallbacks(state.channel(draft.channel()).fallbacks());
            records.add(record);
        }
        return records;
    }

    private ChannelPointer record(Draft draft, ChannelState state, Evidence evidence, Instant time, boolean byClock) {
        Channel channel = state.channel(draft.channel());
        Map<String, String> cited = new LinkedHashMap<>(draft.cited());
        evidence.until().forEach((topic, end) -> cited.put(Citation.UNTIL + topic, Coordinates.of(topic, end)));
        if (byClock) {
            cited.put(Citation.TIME, Citation.CLOCK);
        }
        boolean byGates = draft.isByGates();
        return ChannelPointer.newBuilder()
                .setModelId(state.model())
                .setChannel(draft.channel().text())
                .setChannelEpoch(channel.epoch() + 1)
                .setDecisionEpoch(state.decisionEpoch() + 1)
                .setSnapshotId(draft.serves())
                .setPreviousSnapshotId(channel.serving().isEmpty() ? null : channel.serving())
                .setTime(time)
                .setActor(draft.actor())
                .setReasons(draft.reasons())
                .setAction(draft.action())
                .setSubjectSnapshotId(draft.subject().isEmpty() ? null : draft.subject())
                .setEvidence(cited)
                .setGatesHash(byGates ? hash : null)
                .setGates(byGates && !hash.equals(state.gatesHash()) ? text : null)
                .build();
    }
}
