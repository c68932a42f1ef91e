package io.slipstream.evaluator.channel.decision;

import io.slipstream.evaluator.channel.decision.Channel.Name;
import io.slipstream.evaluator.channel.gate.Known;
import io.slipstream.evaluator.topic.Received;
import io.slipstream.schemas.record.ChannelAction;
import io.slipstream.schemas.record.ChannelRequest;
import io.slipstream.schemas.topic.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Answers what a person asks: the decision asked for, whatever the gates say, or a hold with the reason of the refusal.
 * A revocation answers with one decision for each channel that serves the snapshot.
 */
final class Requests {

    private final Received<ChannelRequest> received;
    private final ChannelRequest request;
    private final ChannelState state;
    private final Evidence evidence;
    private final String snapshot;

    private Requests(Received<ChannelRequest> received, ChannelState state, Evidence evidence) {
        this.received = received;
        this.request = received.value();
        this.state = state;
        this.evidence = evidence;
        this.snapshot = Objects.requireNonNullElse(request.getSnapshotId(), "");
    }

    /** The answer; never empty. */
    static List<Draft> answer(Received<ChannelRequest> received, ChannelState state, Evidence evidence, Instant time) {
        return new Requests(received, state, evidence).answer(time);
    }

    private List<Draft> answer(Instant time) {
        Optional<Name> channel = Name.of(request.getChannel());
        Instant validUntil = Objects.requireNonNullElse(request.getValidUntil(), Instant.MAX);
        if (channel.isEmpty()) {
            return refuse(
                    Name.STABLE,
                    "expected channel candidate, shadow, stable or release, found '" + request.getChannel() + "'");
        }
        if (time.isAfter(validUntil)) {
            return refuse(channel.get(), "it was valid until " + validUntil + ", and it is " + time);
        }
        return switch (request.getAction()) {
            case PROMOTE -> promote(channel.get());
            case ROLLBACK -> rollBack(channel.get());
            case REVOKE -> revoke(channel.get());
            default -> refuse(channel.get(), "expected an action that this promoter knows, found one it does not");
        };
    }

    private List<Draft> promote(Name channel) {
        if (evidence.known(snapshot).isEmpty()) {
            return refuse(channel, unknown());
        }
        if (state.revoked().contains(snapshot)) {
            return refuse(channel, snapshot + " is revoked");
        }
        if (state.channel(channel).serving().equals(snapshot)) {
            return refuse(channel, channel.text() + " serves " + snapshot + " already");
        }
        return List.of(draft(channel, ChannelAction.PROMOTE, snapshot, List.of(request.getReason())));
    }

    private List<Draft> rollBack(Name name) {
        if (!name.goesBack()) {
            return refuse(name, "only stable and release go back; " + name.text() + " takes the next snapshot");
        }
        List<String> earlier = state.channel(name).earlier();
        if (earlier.isEmpty()) {
            return refuse(name, name.text() + " has served nothing earlier that it could go back to");
        }
        String target = snapshot.isEmpty() ? earlier.get(0) : snapshot;
        if (!earlier.contains(target)) {
            return refuse(name, "expected one of " + earlier + " to go back to, found " + target);
        }
        return List.of(draft(name, ChannelAction.ROLLBACK, target, List.of(request.getReason())));
    }

    private List<Draft> revoke(Name named) {
        if (evidence.known(snapshot).isEmpty()) {
            return refuse(named, unknown());
        }
        if (state.revoked().contains(snapshot)) {
            return refuse(named, snapshot + " is revoked already");
        }
        List<Draft> drafts = new ArrayList<>();
        for (Name name : Name.values()) {
            if (state.channel(name).serving().equals(snapshot)) {
                String target = state.channel(name).earlier().stream()
                        .filter(id -> !id.equals(snapshot))
                        .findFirst()
                        .orElse("");
                drafts.add(draft(name, ChannelAction.REVOKE, target, List.of(request.getReason())));
            }
        }
        return drafts.isEmpty()
                ? List.of(draft(
                        Name.STABLE,
                        ChannelAction.REVOKE,
                        state.channel(Name.STABLE).serving(),
                        List.of(request.getReason())))
                : drafts;
    }

    private String unknown() {
        return "expected a snapshot that has been announced, found '" + snapshot + "'";
    }

    private List<Draft> refuse(Name channel, String why) {
        return List.of(draft(
                channel,
                ChannelAction.HOLD,
                state.channel(channel).serving(),
                List.of("refused: " + why, request.getReason())));
    }

    private Draft draft(Name channel, ChannelAction action, String serves, List<String> reasons) {
        Map<String, String> cited = new LinkedHashMap<>();
        cited.put(Citation.REQUEST, Coordinates.of(Topics.CHANNEL_REQUESTS, received.offset()));
        evidence.known(snapshot)
                .map(Known::snapshot)
                .ifPresent(
                        known -> cited.put(Citation.SNAPSHOT, Coordinates.of(Topics.MODEL_SNAPSHOTS, known.offset())));
        String subject =
                action == ChannelAction.ROLLBACK ? state.channel(channel).serving() : snapshot;
        return new Draft(channel, action, subject, serves, request.getRequestedBy(), reasons, cited);
    }
}
