package io.slipstream.deploy.chaos.promote;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.slipstream.deploy.chaos.promote.Publication.Announcement;
import io.slipstream.deploy.chaos.promote.Publication.Report;
import io.slipstream.deploy.chaos.promote.Publication.Request;
import io.slipstream.deploy.chaos.promote.Publication.Score;
import io.slipstream.schemas.record.ChannelRequest;
import io.slipstream.schemas.record.ModelSnapshot;
import io.slipstream.schemas.record.ProbeScore;
import io.slipstream.schemas.record.SnapshotReport;
import io.slipstream.schemas.serde.AvroSerializer;
import io.slipstream.schemas.snapshot.FileSnapshotStore;
import io.slipstream.schemas.snapshot.SnapshotStore;
import io.slipstream.schemas.topic.KafkaSettings;
import io.slipstream.schemas.topic.Topic;
import io.slipstream.schemas.topic.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** Publishes what a plan says, each record acknowledged before the next, artifacts first. Not thread-safe. */
final class Publisher implements AutoCloseable {

    static final String MODEL = "chaos";
    static final String PROBE_SET = "probe";
    private static final int STEPS = 500;
    private static final int IMAGES_PER_STEP = 64;
    private static final int ENCODER_BYTES = 64 << 10;
    private static final String SUITE = "chaos";

    private final SnapshotStore store;
    private final Producer<String, SpecificRecord> producer;
    private final Clock clock;

    Publisher(Map<String, String> kafka, SchemaRegistryClient registry, Path store, Clock clock) {
        this.store = new FileSnapshotStore(store);
        this.producer = new KafkaProducer<>(
                KafkaSettings.producer(kafka, "slipstream-chaos"),
                new StringSerializer(),
                new AvroSerializer<>(registry));
        this.clock = clock;
    }

    /** Publishes now. */
    void publish(Publication publication) throws IOException, InterruptedException {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        if (publication instanceof Announcement announcement) {
            send(Topics.MODEL_SNAPSHOTS, id(announcement.number()), snapshot(announcement.number(), now));
        } else if (publication instanceof Report report) {
            send(Topics.SNAPSHOT_REPORTS, id(report.number()), report(report, now));
        } else if (publication instanceof Score score) {
            send(Topics.PROBE_SCORES, id(score.number()) + "/" + PROBE_SET, score(score, now));
        } else if (publication instanceof Request request) {
            send(Topics.CHANNEL_REQUESTS, MODEL, request(request, now));
        }
    }

    private <V extends SpecificRecord> void send(Topic<V> topic, String key, V value)
            throws IOException, InterruptedException {
        try {
            producer.send(new ProducerRecord<>(topic.name(), key, value)).get();
        } catch (ExecutionException e) {
            throw new IOException("The broker did not take a record for " + topic.name() + ": " + e.getMessage(), e);
        }
    }

    static String id(int number) {
        return MODEL + "-" + (long) number * STEPS;
    }

    private ModelSnapshot snapshot(int number, Instant now) throws IOException {
        byte[] encoder = new byte[ENCODER_BYTES];
        new SplittableRandom(number).nextBytes(encoder);
        ModelSnapshot.Builder snapshot = ModelSnapshot.newBuilder()
                .setSnapshotId(id(number))
                .setModelId(MODEL)
                .setParentId(number == 0 ? null : id(number - 1))
                .setLineageEpoch(1)
                .setCreatedAt(now)
                .setStep((long) number * STEPS)
                .setImagesSeen((long) number * STEPS * IMAGES_PER_STEP)
                .setMethod("byol")
                .setNetwork("resnet-slim")
                .setEmbeddingDim(256)
                .setInputSize(32)
                .setSeed(1)
                .setConfigHash("chaos")
                .setCodeVersion("chaos");
        return store.publish(snapshot, Map.of(SnapshotStore.ENCODER, encoder));
    }

    private static SnapshotReport report(Report report, Instant now) {
        return SnapshotReport.newBuilder()
                .setSnapshotId(id(report.number()))
                .setModelId(MODEL)
                .setLineageEpoch(1)
                .setStep((long) report.number() * STEPS)
                .setImagesSeen((long) report.number() * STEPS * IMAGES_PER_STEP)
                .setTime(now)
                .setSuite(SUITE)
                .setCanonicalSize(512)
                .setEmbeddingDim(256)
                .setRankMe(report.rankMe())
                .setCollapseLevel(0.1)
                .setVerdict(report.verdict())
                .build();
    }

    private static ProbeScore score(Score score, Instant now) {
        return ProbeScore.newBuilder()
                .setSnapshotId(id(score.number()))
                .setModelId(MODEL)
                .setStep((long) score.number() * STEPS)
                .setImagesSeen((long) score.number() * STEPS * IMAGES_PER_STEP)
                .setProbeSet(PROBE_SET)
                .setTime(now)
                .setBankSize(1600)
                .setQuerySize(400)
                .setClasses(10)
                .setK(160)
                .setTemperature(0.1)
                .setKnnTop1(score.top1())
                .setKnnLow(score.top1() - 0.02)
                .setKnnHigh(score.top1() + 0.02)
                .setRankMe(40)
                .setCollapseLevel(0.1)
                .setEmbeddingDim(256)
                .setEmbedMillis(1)
                .setSuite(SUITE)
                .build();
    }

    private static ChannelRequest request(Request request, Instant now) {
        return ChannelRequest.newBuilder()
                .setRequestId(UUID.randomUUID().toString())
                .setModelId(MODEL)
                .setTime(now)
                .setAction(request.action())
                .setChannel("stable")
                .setSnapshotId(request.number() == null ? null : id(request.number()))
                .setReason("chaos")
                .setRequestedBy("chaos")
                .build();
    }

    @Override
    public void close() {
        producer.close();
    }
}
