package io.slipstream.evaluator.channel.decision;

import io.slipstream.evaluator.channel.decision.Channel.Name;
import io.slipstream.schemas.record.ChannelAction;
import io.slipstream.schemas.record.ChannelPointer;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the decisions on a model's channels come to: the fold of its history. Not thread-safe.
 *
 * <p>Every decision is checked when it is applied: the epochs have no gaps, time does not go back, and nothing revoked is
 * served.
 */
public final class ChannelState {

    private final String model;
    private final Map<Name, Channel> channels = new EnumMap<>(Name.class);
    private final Set<String> revoked = new HashSet<>();
    private final Set<String> withdrawn = new HashSet<>();
    private final Set<String> considered = new HashSet<>();
    private final Set<String> complaints = new HashSet<>();
    private long decisionEpoch;
    private long answered = -1;
    private Instant time = Instant.EPOCH;
    private String gatesHash = "";

    /** The state before the first decision. */
    public ChannelState(String model) {
        this.model = model;
        for (Name name : Name.values()) {
            channels.put(name, new Channel());
        }
    }

    /**
     * Takes a decision in.
     *
     * @throws BrokenHistoryException if it does not follow the ones before; nothing is changed then
     */
    public void apply(ChannelPointer decision) {
        Name name = Name.of(decision.getChannel())
                .orElseThrow(() -> new BrokenHistoryException("decision " + decision.getDecisionEpoch()
                        + ": expected a known channel, found '" + decision.getChannel() + "'"));
        Channel channel = channel(name);
        check(decision, channel);
        decisionEpoch++;
        channel.count();
        time = decision.getTime();
        gatesHash = Optional.ofNullable(decision.getGatesHash()).orElse(gatesHash);
        @Nullable String request = decision.getEvidence().get(Citation.REQUEST);
        if (request != null) {
            answered = Math.max(answered, Coordinates.offset(request));
        }
        String subject = Optional.ofNullable(decision.getSubjectSnapshotId()).orElse("");
        switch (decision.getAction()) {
            case PROMOTE -> promote(decision, name, channel);
            case ROLLBACK -> {
                withdrawn.add(channel.serving());
                channel.goBack(decision);
            }
            case REVOKE -> revoke(decision, channel, subject);
            default -> hold(decision, name, subject, request == null);
        }
    }

    private void check(ChannelPointer decision, Channel channel) {
        String which = "decision " + decision.getDecisionEpoch() + " on " + decision.getChannel();
        expect(which, "model", model, decision.getModelId());
        expect(which, "decisionEpoch", decisionEpoch + 1, decision.getDecisionEpoch());
        expect(which, "channelEpoch", channel.epoch() + 1, decision.getChannelEpoch());
        expect(
                which,
                "previousSnapshotId",
                channel.serving(),
                Optional.ofNullable(decision.getPreviousSnapshotId()).orElse(""));
        if (decision.getTime().isBefore(time)) {
            throw new BrokenHistoryException(
                    which + ": expected a time not before " + time + ", found " + decision.getTime());
        }
        if (revoked.contains(decision.getSnapshotId())) {
            throw new BrokenHistoryException(
                    which + ": expected a snapshot that is not revoked, found " + decision.getSnapshotId());
        }
        if (decision.getAction() == ChannelAction.HOLD) {
            expect(which, "snapshotId of a hold", channel.serving(), decision.getSnapshotId());
        }
    }

    private static void expect(String which, String field, Object expected, Object found) {
        if (!expected.equals(found)) {
            throw new BrokenHistoryException(
                    which + ": expected " + field + " '" + expected + "', found '" + found + "'");
        }
    }

    private void promote(ChannelPointer decision, Name name, Channel channel) {
        if (name == Name.SHADOW || name == Name.STABLE) {
            channel(Name.CANDIDATE).settle(decision.getSnapshotId());
        }
        if (name == Name.STABLE) {
            channel(Name.SHADOW).settle(decision.getSnapshotId());
        }
        channel.promote(decision, name.goesBack());
        if (name == Name.CANDIDATE) {
            considered.add(decision.getSnapshotId());
        }
    }

    private void revoke(ChannelPointer decision, Channel channel, String subject) {
        revoked.add(subject);
        channels.values().forEach(each -> each.forget(revoked));
        if (!channel.serving().equals(decision.getSnapshotId())) {
            channel.goBack(decision);
        }
    }

    /** A hold of the gates settles the subject on the channel before; a refused request settles nothing. */
    private void hold(ChannelPointer decision, Name name, String subject, boolean byGates) {
        if (!byGates) {
            return;
        }
        if (name == Name.STABLE && channel(name).serving().equals(subject)) {
            complaints.addAll(Citation.records(decision));
        }
        if (name == Name.SHADOW) {
            channel(Name.CANDIDATE).settle(subject);
        } else if (name == Name.STABLE) {
            channel(Name.SHADOW).settle(subject);
        }
    }

    /** A channel. */
    public Channel channel(Name name) {
        return channels.getOrDefault(name, new Channel());
    }

    /** The model lineage. */
    public String model() {
        return model;
    }

    /** Decisions so far. */
    public long decisionEpoch() {
        return decisionEpoch;
    }

    /** Event time of the last decision. */
    public Instant time() {
        return time;
    }

    /** SHA-256 of the gates of the last decision they made; empty where they have made none. */
    String gatesHash() {
        return gatesHash;
    }

    /** Offset of the last request that was answered; -1 if none was. */
    public long answered() {
        return answered;
    }

    /** Ids of the snapshots that must not be served any more. */
    public Set<String> revoked() {
        return Collections.unmodifiableSet(revoked);
    }

    boolean wasCandidate(String snapshotId) {
        return considered.contains(snapshotId);
    }

    /** Whether a channel went back from the snapshot. */
    boolean isWithdrawn(String snapshotId) {
        return withdrawn.contains(snapshotId);
    }

    /** Whether a hold has been recorded because of this record. */
    boolean isKnownComplaint(String coordinates) {
        return complaints.contains(coordinates);
    }
}
