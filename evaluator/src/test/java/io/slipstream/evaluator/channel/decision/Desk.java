package io.slipstream.evaluator.channel.decision;

import io.slipstream.evaluator.channel.Samples;
import io.slipstream.evaluator.channel.decision.Channel.Name;
import io.slipstream.evaluator.channel.gate.GatesConfig;
import io.slipstream.evaluator.topic.Received;
import io.slipstream.schemas.config.ConfigException;
import io.slipstream.schemas.config.ConfigLoader;
import io.slipstream.schemas.record.ChannelPointer;
import io.slipstream.schemas.record.ChannelRequest;
import io.slipstream.schemas.record.ModelSnapshot;
import io.slipstream.schemas.record.ProbeScore;
import io.slipstream.schemas.record.SnapshotReport;
import io.slipstream.schemas.topic.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A promoter without Kafka: topics are lists, and every other offset is taken by another model's records. */
final class Desk {

    final List<Received<ModelSnapshot>> snapshots = new ArrayList<>();
    final List<Received<SnapshotReport>> reports = new ArrayList<>();
    final List<Received<ProbeScore>> scores = new ArrayList<>();
    final List<Received<ChannelRequest>> requests = new ArrayList<>();
    final List<Received<ChannelPointer>> decisions = new ArrayList<>();
    private Records records;
    private Evidence evidence = new Evidence(Samples.MODEL);
    private ChannelState state = new ChannelState(Samples.MODEL);

    Desk(String gates) {
        records = new Records(gates(gates));
    }

    static GatesConfig gates(String yaml) {
        try {
            return ConfigLoader.parse(yaml, "gates", GatesConfig.class);
        } catch (ConfigException e) {
            throw new IllegalArgumentException(e);
        }
    }

    void publish(ModelSnapshot snapshot) {
        Received<ModelSnapshot> received = received(snapshots, snapshot);
        evidence.snapshot(received);
        evidence.readUntil(Topics.MODEL_SNAPSHOTS.name(), received.offset() + 1);
    }

    void publish(SnapshotReport report) {
        Received<SnapshotReport> received = received(reports, report);
        evidence.report(received);
        evidence.readUntil(Topics.SNAPSHOT_REPORTS.name(), received.offset() + 1);
    }

    void publish(ProbeScore score) {
        Received<ProbeScore> received = received(scores, score);
        evidence.score(received);
        evidence.readUntil(Topics.PROBE_SCORES.name(), received.offset() + 1);
    }

    void publish(ChannelRequest request) {
        Received<ChannelRequest> received = received(requests, request);
        evidence.request(received);
        evidence.readUntil(Topics.CHANNEL_REQUESTS.name(), received.offset() + 1);
    }

    private static <V> Received<V> received(List<Received<V>> topic, V value) {
        Received<V> received = new Received<>(2L * topic.size() + 1, value);
        topic.add(received);
        return received;
    }

    /** Makes all rulings that are due by the newest record's time. */
    List<ChannelPointer> decide() {
        return decide(evidence.time(), false);
    }

    /** Makes all rulings that are due at a time that the clock says. */
    List<ChannelPointer> decideAt(long seconds) {
        return decide(Samples.at(seconds), true);
    }

    private List<ChannelPointer> decide(Instant now, boolean byClock) {
        List<ChannelPointer> made = new ArrayList<>();
        while (true) {
            Instant time = now.isAfter(state.time()) ? now : state.time();
            List<ChannelPointer> ruling = records.next(state, evidence, time, byClock);
            if (ruling.isEmpty()) {
                return made;
            }
            ruling.forEach(decision -> received(decisions, decision));
            made.addAll(ruling);
            if (made.size() > 1000) {
                throw new AssertionError("the rulings have no end: " + made.subList(0, 5));
            }
        }
    }

    /** A promoter that starts anew and reads everything again. */
    void restart() {
        state = new ChannelState(Samples.MODEL);
        decisions.forEach(decision -> state.apply(decision.value()));
    }

    void useGates(String gates) {
        records = new Records(gates(gates));
    }

    ChannelState state() {
        return state;
    }

    String serving(Name channel) {
        return state.channel(channel).serving();
    }

    History history() {
        return new History(snapshots, reports, scores, requests, decisions, decisions);
    }

    Verification.Result verify() {
        return Verification.of(Samples.MODEL, history());
    }
}
