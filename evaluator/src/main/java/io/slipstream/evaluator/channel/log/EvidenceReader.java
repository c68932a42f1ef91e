package io.slipstream.evaluator.channel.log;

import io.slipstream.evaluator.channel.decision.Evidence;
import io.slipstream.evaluator.topic.Received;
import io.slipstream.evaluator.topic.TopicReader;
import io.slipstream.schemas.record.ChannelRequest;
import io.slipstream.schemas.record.ModelSnapshot;
import io.slipstream.schemas.record.ProbeScore;
import io.slipstream.schemas.record.SnapshotReport;
import io.slipstream.schemas.topic.Topic;
import io.slipstream.schemas.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;

/**
 * Keeps the evidence of one model up to date with the topics.
 *
 * <p>Used by one thread, but for {@link #wakeup}.
 */
public final class EvidenceReader implements AutoCloseable {

    private final Evidence evidence;
    private final TopicReader<ModelSnapshot> snapshots;
    private final TopicReader<SnapshotReport> reports;
    private final TopicReader<ProbeScore> scores;
    private final TopicReader<ChannelRequest> requests;

    /** A reader that has read nothing. */
    public EvidenceReader(Connection connection) {
        evidence = new Evidence(connection.model());
        snapshots = connection.reader(Topics.MODEL_SNAPSHOTS);
        reports = connection.reader(Topics.SNAPSHOT_REPORTS);
        scores = connection.reader(Topics.PROBE_SCORES);
        requests = connection.reader(Topics.CHANNEL_REQUESTS);
    }

    /** What has been read. */
    public Evidence evidence() {
        return evidence;
    }

    /**
     * Reads what is new on all topics; returns whether anything was.
     *
     * @param wait how long to wait for a request
     */
    public boolean readNew(Duration wait) {
        boolean any = read(Topics.CHANNEL_REQUESTS, requests, wait, evidence::request);
        any |= read(Topics.MODEL_SNAPSHOTS, snapshots, Duration.ZERO, evidence::snapshot);
        any |= read(Topics.SNAPSHOT_REPORTS, reports, Duration.ZERO, evidence::report);
        any |= read(Topics.PROBE_SCORES, scores, Duration.ZERO, evidence::score);
        return any;
    }

    private <V extends SpecificRecord> boolean read(
            Topic<V> topic, TopicReader<V> reader, Duration wait, Consumer<Received<V>> to) {
        List<Received<V>> received = reader.readNew(wait);
        received.forEach(to);
        evidence.readUntil(topic.name(), reader.position());
        return !received.isEmpty();
    }

    /** Makes a waiting read throw Kafka's WakeupException; from any thread. */
    public void wakeup() {
        requests.wakeup();
    }

    @Override
    public void close() {
        snapshots.close();
        reports.close();
        scores.close();
        requests.close();
    }
}
