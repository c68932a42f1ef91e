package io.slipstream.evaluator.watch;

import io.slipstream.evaluator.EncoderConfig;
import io.slipstream.evaluator.topic.RetryConfig;
import io.slipstream.evaluator.watch.encode.CurrentEncoder;
import io.slipstream.evaluator.watch.encode.EncoderRule;
import io.slipstream.evaluator.watch.judge.JudgeSettings;
import io.slipstream.schemas.blob.BlobFetcherConfig;
import io.slipstream.schemas.config.ByteSize;
import io.slipstream.schemas.config.Key;
import io.slipstream.schemas.image.ImageLimits;
import io.slipstream.schemas.record.ImageSample;
import io.slipstream.schemas.serde.RegistryConfig;
import io.slipstream.schemas.service.ListenAddress;
import io.slipstream.schemas.streams.GroupProtocol;
import io.slipstream.schemas.streams.StreamsSettings;
import io.slipstream.schemas.topic.KafkaSettings;
import io.slipstream.schemas.topic.Topic;
import io.slipstream.schemas.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Configuration of {@code slipstream drift}: from the stream of images to reports of its drift. */
public record DriftConfig(
        @Key(doc = "The model lineage whose encoders look at the stream; the one announced first if absent.")
        Optional<String> model,

        @Key(doc = "Topic of the images.", value = "images", allowed = "images or images.raw")
        String topic,

        @Key(
                doc = "Where an application without history starts on the topic.",
                value = "latest",
                allowed = "latest or earliest")
        String startAt,

        @Key(
                doc =
                        "Of each source every so many-th image is looked at: the cost of everything that follows is divided by"
                                + " it.",
                value = "8",
                min = 1,
                max = 1_000_000)
        int every,

        @Key(
                doc =
                        "Of the images that are looked at, every so many-th of each source counts for all sources together: about the number of"
                                + " sources, so that windows of the whole last as long as theirs.",
                value = "4",
                min = 1,
                max = 1_000_000)
        int overallEvery,

        @Key(doc = "What a window is.") WindowConfig window,

        @Key(doc = "What streams are compared with.") AnchorConfig anchor,

        @Key(doc = "When drift is worth an alarm.") AlarmConfig alarm,

        @Key(doc = "How much is computed for every window.") StatisticsConfig statistics,

        @Key(
                doc =
                        "Snapshot that is the fixed encoder; if absent, the one that slipstream drift anchor named last, before"
                                + " that the first of the lineage.")
        Optional<String> fixedEncoder,

        @Key(doc = "Which snapshot is the current encoder.", value = "newest")
        CurrentEncoder currentEncoder,

        @Key(doc = "How encoders are run.") EncoderConfig encoder,

        @Key(doc = "Which alarms ask the trainer to warm its learning rate up again.", value = "off")
        Rewarm rewarm,

        @Key(doc = "The largest image that is looked at.") ImageLimits image,

        @Key(doc = "The store of large images, whose records carry a reference; when absent, such records are refused.")
        Optional<BlobFetcherConfig> claimCheck,

        @Key(
                doc = "Threads that read and compare; encoders run on one thread of their own.",
                value = "1",
                min = 1,
                max = 64)
        int threads,

        @Key(
                doc = "Time between two commits; readers of reports see one after the next.",
                value = "500ms",
                min = 0.01,
                max = 30)
        Duration commitInterval,

        @Key(
                doc = "Directory of the state, one per instance; it may be lost: it is restored from the broker.",
                value = ".slipstream/drift")
        Path state,

        @Key(doc = "Memory of the state's caches and write buffers, all together.", value = "64MiB", min = 16 << 20)
        ByteSize stateMemory,

        @Key(
                doc = "Kafka Streams application id: instances with the same one share the partitions; a new one starts"
                        + " without anchors.",
                value = "slipstream-drift",
                allowed = "1 to 100 of A-Z a-z 0-9 . _ -")
        String applicationId,

        @Key(
                doc = "Kafka's rebalance protocol: streams needs brokers of 4.2 or newer and moves partitions within"
                        + " seconds; classic works with any.",
                value = "streams")
        GroupProtocol groupProtocol,

        @Key(
                doc = "Address of /v1/drift, /metrics, /healthz and /readyz; none serves nothing.",
                value = "127.0.0.1:8086",
                allowed = "HOST:PORT, port 0 for any free one, or none")
        String listen,

        @Key(doc = "Seed of permutations, reservoirs and calibrations.", value = "1")
        long seed,

        @Key(doc = "Time between two progress lines.", value = "30s", min = 0.1, max = 86_400)
        Duration reportInterval,

        @Key(doc = "How long to wait for what does not answer.")
        RetryConfig retry,

        @Key(
                doc = "Any Kafka client or Kafka Streams property: bootstrap.servers, security.protocol, …",
                value = "{bootstrap.servers: '127.0.0.1:9092'}")
        Map<String, String> kafka,

        @Key(doc = "The schema registry.") RegistryConfig registry) {

    /** Beyond this the self-test has failed; rounding differs between batches by less than a hundredth of it. */
    private static final double SELF_TEST_LIMIT = 1e-3;

    /** Windows drawn from an anchor for a calibration, per window of the run length asked for. */
    private static final int SIMULATED_PER_WINDOW = 10;

    private static final int LEAST_SIMULATED = 1_000;

    /** Embedding the canonical images of a source, or a declared anchor, in one step. */
    private static final Duration LONGEST_STEP = Duration.ofMinutes(1);

    public DriftConfig {
        kafka = Map.copyOf(kafka);
        KafkaSettings.check(kafka);
        StreamsSettings.check(kafka);
        if (!topic.equals(Topics.IMAGES.name()) && !topic.equals(Topics.IMAGES_RAW.name())) {
            throw new IllegalArgumentException("topic: images or images.raw");
        }
        if (!startAt.equals("latest") && !startAt.equals("earliest")) {
            throw new IllegalArgumentException("start-at: latest or earliest");
        }
        if (!applicationId.matches("[A-Za-z0-9._-]{1,100}")) {
            throw new IllegalArgumentException("application-id: 1 to 100 of A-Z a-z 0-9 . _ -");
        }
        if (anchor.images() < 2 * window.images() + window.block()) {
            throw new IllegalArgumentException(
                    "anchor.images: at least two windows and a block, " + (2 * window.images() + window.block()));
        }
        if (anchor.canonical() > anchor.images()) {
            throw new IllegalArgumentException("anchor.canonical: at most anchor.images, " + anchor.images());
        }
        address(listen);
    }

    private static Optional<ListenAddress> address(String listen) {
        try {
            return listen.equals("none") ? Optional.empty() : Optional.of(ListenAddress.parse(listen));
        } catch (IllegalArgumentException malformed) {
            throw new IllegalArgumentException("listen: none, or " + ListenAddress.FORM, malformed);
        }
    }

    /** Where to listen; empty for nowhere. */
    Optional<ListenAddress> listenAddress() {
        return address(listen);
    }

    Topic<ImageSample> images() {
        return Topics.IMAGES.named(topic);
    }

    EncoderRule encoderRule() {
        return new EncoderRule(model, fixedEncoder, currentEncoder, anchor.renew());
    }

    JudgeSettings judgeSettings() {
        return new JudgeSettings(
                window.images(),
                window.block(),
                statistics.permutations(),
                statistics.components(),
                statistics.mostDrifted(),
                alarm.rule(),
                alarm.leastEffect(),
                alarm.calibration(),
                Math.max(LEAST_SIMULATED, SIMULATED_PER_WINDOW * alarm.runLength()),
                SELF_TEST_LIMIT,
                seed);
    }

    /** Settings of Kafka Streams; a third of the memory of the state is a cache of records. */
    StreamsSettings streams() {
        return new StreamsSettings(
                kafka,
                applicationId,
                groupProtocol,
                threads,
                commitInterval,
                state,
                retry.giveUpAfter(),
                LONGEST_STEP,
                stateMemory.bytes() / 3);
    }
}
