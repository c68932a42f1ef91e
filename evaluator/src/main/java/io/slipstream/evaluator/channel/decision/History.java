package io.slipstream.evaluator.channel.decision;

import io.slipstream.evaluator.topic.Received;
import io.slipstream.schemas.record.ChannelPointer;
import io.slipstream.schemas.record.ChannelRequest;
import io.slipstream.schemas.record.ModelSnapshot;
import io.slipstream.schemas.record.ProbeScore;
import io.slipstream.schemas.record.SnapshotReport;
import java.util.List;

/**
 * All that the topics hold of decisions and what they rest on, each topic in the order of its offsets.
 *
 * @param snapshots announcements
 * @param reports reports
 * @param scores scores on probe sets
 * @param requests what people asked for
 * @param decisions the history of decisions
 * @param pointers the topic of current pointers, as far as it is not compacted
 */
public record History(
        List<Received<ModelSnapshot>> snapshots,
        List<Received<SnapshotReport>> reports,
        List<Received<ProbeScore>> scores,
        List<Received<ChannelRequest>> requests,
        List<Received<ChannelPointer>> decisions,
        List<Received<ChannelPointer>> pointers) {

    /** Copies the lists. */
    public History {
        snapshots = List.copyOf(snapshots);
        reports = List.copyOf(reports);
        scores = List.copyOf(scores);
        requests = List.copyOf(requests);
        decisions = List.copyOf(decisions);
        pointers = List.copyOf(pointers);
    }

    /** The same with the decisions and pointers of one model only. */
    public History of(String model) {
        return new History(snapshots, reports, scores, requests, of(model, decisions), of(model, pointers));
    }

    private static List<Received<ChannelPointer>> of(String model, List<Received<ChannelPointer>> records) {
        return records.stream()
                .filter(record -> record.value().getModelId().equals(model))
                .toList();
    }
}
