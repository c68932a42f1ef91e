package io.slipstream.ingest;

import io.slipstream.ingest.camera.CameraConfig;
import io.slipstream.ingest.pace.Rate;
import io.slipstream.ingest.publish.ValidationDepth;
import io.slipstream.ingest.source.Order;
import io.slipstream.ingest.source.UrlsConfig;
import io.slipstream.schemas.blob.ClaimCheckConfig;
import io.slipstream.schemas.config.ByteSize;
import io.slipstream.schemas.config.Key;
import io.slipstream.schemas.image.ImageLimits;
import io.slipstream.schemas.record.ImageSample;
import io.slipstream.schemas.s3.S3Config;
import io.slipstream.schemas.s3.S3Location;
import io.slipstream.schemas.sample.SourceKey;
import io.slipstream.schemas.serde.RegistryConfig;
import io.slipstream.schemas.topic.KafkaSettings;
import io.slipstream.schemas.topic.Topics;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Configuration of {@code slipstream ingest}: one source, one topic. */
public record IngestConfig(
        @Key(
                doc =
                        "Where images come from: the synthetic camera; the path of a directory or archive (tar, tar.gz, tgz,"
                                + " zip) read once; a directory to watch, with what is put there later; WebDataset shards; a"
                                + " file of URLs; a prefix in S3; JPEG or PNG frames on standard input.",
                value = "camera")
        SourceKind source,

        @Key(
                doc =
                        "The directory or archive of the sources path and watch; the list of urls, a URL in each line; the"
                                + " shards of webdataset, such as data/shard-{000000..000123}.tar. Required for them, unless"
                                + " the shards are elsewhere.")
        Optional<Path> path,

        @Key(
                doc = "The shards of webdataset on a server, instead of path, such as"
                        + " https://host/shard-{000000..000123}.tar.",
                allowed = RemotePattern.FORM)
        Optional<String> shards,

        @Key(doc = "The bucket and prefix of the source s3; required for it.", allowed = S3Location.FORM)
        Optional<URI> prefix,

        @Key(
                doc = "Source key of every image, the record key on the topic; when absent, the name of the directory,"
                        + " file or bucket, with - for characters that a source key cannot have, or stdin. The camera"
                        + " has a key for each line.",
                allowed = SourceKey.FORM)
        Optional<String> key,

        @Key(
                doc = "Order of the source path: shuffled, because sets sorted by class or day are correlated streams,"
                        + " or as-is, to play back a recording.",
                value = "shuffled")
        Order order,

        @Key(doc = "Seed of the shuffled order.", value = "7")
        long shuffleSeed,

        @Key(
                doc = "How long a file in a watched directory must stay unchanged before it is read.",
                value = "1s",
                min = 0.01,
                max = 3600)
        Duration settle,

        @Key(doc = "Fields of a WebDataset sample's .json that become tags of its image; all else in it stays behind.")
        List<String> webdatasetTags,

        @Key(
                doc =
                        "Images that are fetched at a time, of the sources urls and s3, or read ahead, of shards on a server.",
                value = "8",
                min = 1,
                max = 256)
        int fetchers,

        @Key(doc = "How the source urls fetches, and how often shards on a server are tried.")
        UrlsConfig urls,

        @Key(doc = "How to reach the source s3, and shards in S3.")
        S3Config s3,

        @Key(
                doc = "The topic images go to: images.raw, which curation reads, or images, which the trainer reads.",
                value = "images.raw",
                allowed = "a topic name that no other record of the pipeline has")
        String topic,

        @Key(
                doc = "How far an image is looked at before it is sent: every pixel, or the header alone where curation"
                        + " follows and speed counts.",
                value = "decode")
        ValidationDepth validation,

        @Key(doc = "Where the bytes of large images go instead of the topic; when absent, all go to the topic.")
        Optional<ClaimCheckConfig> claimCheck,

        @Key(
                doc = "File that remembers what was sent, so that a new start goes on where the last one ended. With"
                        + " auto it is .slipstream/cursors/, a file for each source, key and topic; with none every"
                        + " start sends everything.",
                value = "auto",
                allowed = "auto, none or a file")
        String cursor,

        @Key(doc = "Most images per second that are sent, from any source.", value = "unlimited", allowed = Rate.FORM)
        String rate,

        @Key(
                doc =
                        "Whether images leave as far apart as they were taken, to replay an archive as a stream; an archive"
                                + " or directory has to come as it is for that.",
                value = "false")
        boolean realtime,

        @Key(doc = "How many times as fast as they were taken, with realtime.", value = "1", min = 0.001, max = 1e6)
        double speed,

        @Key(
                doc = "Frames per second of all lines of the synthetic camera together; its own clock, and with it"
                        + " drift, moves by one part of this with every frame.",
                value = "200/s",
                allowed = Rate.FORM)
        String cameraRate,

        @Key(
                doc =
                        "Number of the synthetic camera's first frame over all lines; where an earlier run ended, to go on"
                                + " from there instead of sending the same frames again.",
                value = "0",
                min = 0)
        long cameraFirstFrame,

        @Key(doc = "The synthetic production line.") CameraConfig camera,

        @Key(doc = "What to do when the source has ended.", value = "exit")
        OnEnd onEnd,

        @Key(doc = "The largest image let in; whatever is larger goes to the dead-letter topic.")
        ImageLimits image,

        @Key(
                doc =
                        "A refused input of up to this size is kept in its dead letter; of a larger one only what it was.",
                value = "1MiB",
                min = 0)
        ByteSize deadLetterPayload,

        @Key(
                doc =
                        "Images read but not yet acknowledged by the broker, all together; when reached, the source waits.",
                value = "32MiB",
                min = 1 << 20,
                max = 1 << 30)
        ByteSize inFlight,

        @Key(doc = "Threads that validate images.", value = "2", min = 1, max = 64)
        int validators,

        @Key(
                doc = "How long to wait for a broker or registry that is away before giving up with exit code 1.",
                value = "2m",
                min = 1,
                max = 86_400)
        Duration giveUpAfter,

        @Key(doc = "Time between two progress lines where there is no terminal.", value = "10s", min = 0.1)
        Duration reportInterval,

        @Key(
                doc = "Any Kafka client property: bootstrap.servers, security.protocol, sasl.jaas.config, …",
                value = "{bootstrap.servers: '127.0.0.1:9092'}")
        Map<String, String> kafka,

        @Key(doc = "The schema registry.") RegistryConfig registry) {

    private static final Pattern TOPIC = Pattern.compile("[A-Za-z0-9._-]{1,249}");

    public IngestConfig {
        webdatasetTags = List.copyOf(webdatasetTags);
        kafka = Map.copyOf(kafka);
        KafkaSettings.check(kafka);
        requireRate("rate", rate);
        requireRate("camera-rate", cameraRate);
        requireLocation(source, path, shards, prefix);
        if (key.isPresent() && !SourceKey.isValid(key.get())) {
            throw new IllegalArgumentException("key: " + SourceKey.FORM);
        }
        requireTopic(topic);
        if (realtime && source == SourceKind.PATH && order != Order.AS_IS) {
            throw new IllegalArgumentException("order: as-is, because a shuffled set cannot be replayed in real time");
        }
        if (cursor.isBlank()) {
            throw new IllegalArgumentException("cursor: auto, none or a file");
        }
        if (source == SourceKind.STDIN && !cursor.equals("auto") && !cursor.equals("none")) {
            throw new IllegalArgumentException("cursor: auto or none, because standard input cannot be read again");
        }
        if (claimCheck.isPresent()) {
            Topics.IMAGES_RAW.requireFits(
                    "claim-check", "above of ", claimCheck.get().above());
        } else {
            Topics.IMAGES_RAW.requireFits("image", "max-bytes of ", image.maxBytes());
        }
        Topics.IMAGES_DEAD_LETTER.requireFits("dead-letter-payload", "", deadLetterPayload);
    }

    private static void requireLocation(
            SourceKind source, Optional<Path> path, Optional<String> shards, Optional<URI> prefix) {
        if (shards.isPresent()
                && (source != SourceKind.WEBDATASET || path.isPresent() || !RemotePattern.isRemote(shards.get()))) {
            throw new IllegalArgumentException(
                    "shards: " + RemotePattern.FORM + ", for the source webdataset and without a path");
        }
        boolean needsPath = EnumSet.of(SourceKind.PATH, SourceKind.WATCH, SourceKind.WEBDATASET, SourceKind.URLS)
                .contains(source);
        if (needsPath && path.isEmpty() && shards.isEmpty()) {
            throw new IllegalArgumentException("path: the path that the source " + Sources.name(source) + " reads");
        }
        if (source == SourceKind.S3 || prefix.isPresent()) {
            try {
                S3Location.parse(prefix.orElseThrow());
            } catch (IllegalArgumentException | NoSuchElementException none) {
                throw new IllegalArgumentException("prefix: " + S3Location.FORM, none);
            }
        }
    }

    private static void requireRate(String key, String rate) {
        try {
            Rate.parse(rate);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(key + ": " + Rate.FORM, e);
        }
    }

    private static void requireTopic(String topic) {
        boolean taken = Topics.all().stream()
                .anyMatch(other -> other.name().equals(topic) && other.valueType() != ImageSample.class);
        if (taken || !TOPIC.matcher(topic).matches() || topic.matches("\\.{1,2}")) {
            throw new IllegalArgumentException("topic: a topic name of 1 to 249 characters out of A-Z a-z 0-9 . _ -, "
                    + "and none that carries other records");
        }
    }
}
