package io.slipstream.ingest;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.slipstream.ingest.cursor.Cursor;
import io.slipstream.ingest.pace.Pacer;
import io.slipstream.ingest.pace.Rate;
import io.slipstream.ingest.pace.Replay;
import io.slipstream.ingest.publish.Publication;
import io.slipstream.ingest.publish.PublicationConfig;
import io.slipstream.ingest.publish.Totals;
import io.slipstream.ingest.publish.UnavailableException;
import io.slipstream.ingest.source.ImageSource;
import io.slipstream.schemas.config.ConfigException;
import io.slipstream.schemas.config.ConfigLoader;
import io.slipstream.schemas.serde.Registry;
import io.slipstream.schemas.service.StopSignal;
import io.slipstream.schemas.service.Terminal;
import io.slipstream.schemas.topic.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code slipstream ingest}: the command and composition root of the service that puts images on the topic. */
@Command(
        name = "ingest",
        mixinStandardHelpOptions = true,
        description =
                "Sends images from a directory, an archive, a list of URLs, S3, a stream of frames or the synthetic"
                        + " camera to a topic, and goes on where it was stopped.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:every image read is on a topic",
            "1:the source, broker or registry failed",
            "2:the configuration has mistakes"
        })
public final class IngestCommand implements Callable<Integer> {

    private static final Logger log = LoggerFactory.getLogger(IngestCommand.class);

    @Option(names = "--config", paramLabel = "FILE", description = "Ingest configuration; defaults where it is silent.")
    private @Nullable Path configFile;

    @Mixin
    private IngestOptions options = new IngestOptions();

    @Override
    public Integer call() throws Exception {
        IngestConfig config;
        try {
            Map<String, String> overrides = options.keys();
            config = configFile == null
                    ? ConfigLoader.parse("", "command line", IngestConfig.class, overrides)
                    : ConfigLoader.load(configFile, IngestConfig.class, overrides);
        } catch (ConfigException e) {
            System.err.println(e.getMessage());
            return 2;
        }
        return StopSignal.guard(stop -> run(config, stop::requested));
    }

    /** Runs until the source ends or {@code stopped}; returns the exit code. */
    static int run(IngestConfig config, BooleanSupplier stopped) throws InterruptedException {
        log.info("Effective configuration:\n{}", ConfigLoader.effectiveYaml(config));
        Totals totals = new Totals();
        try {
            publish(config, totals, stopped);
            return 0;
        } catch (IOException | UnavailableException | KafkaException e) {
            log.atError().setCause(e).log("Ingest failed: " + e.getMessage());
            report("Ingest has failed; not every image read is on a topic", totals);
            return 1;
        }
    }

    private static void report(String what, Totals totals) {
        log.atInfo()
                .addKeyValue("read", totals.read())
                .addKeyValue("published", totals.published())
                .addKeyValue("publishedBytes", totals.publishedBytes())
                .addKeyValue("refused", totals.refused())
                .addKeyValue("failed", totals.failed())
                .log(what);
    }

    private static void publish(IngestConfig config, Totals totals, BooleanSupplier stopped)
            throws IOException, UnavailableException, InterruptedException {
        Clock clock = Clock.systemUTC();
        PublicationConfig publishing = publication(config);
        try (SchemaRegistryClient registry = Registry.connect(config.registry());
                Cursor cursor = Cursors.open(config, Publication.prepare(publishing, registry, stopped));
                Publication publication =
                        Publication.open(publishing, registry, totals, clock, stopped, cursor::passed);
                ImageSource source = Sources.open(config, cursor, clock);
                Progress progress =
                        new Progress(totals, config.reportInterval(), Terminal.isInteractive(), System.nanoTime())) {
            if (cursor.count() > 0) {
                log.atInfo()
                        .addKeyValue("sentBefore", cursor.count())
                        .addKeyValue("after", cursor.last().orElse("the files that were sent"))
                        .log("Going on where an earlier run ended");
            }
            Pacer pacer = new Pacer(Rate.parse(config.rate()));
            Optional<Replay> replay = config.realtime() ? Optional.of(new Replay(config.speed())) : Optional.empty();
            IngestLoop loop = new IngestLoop(source, publication, cursor, pacer, replay, progress, stopped);
            loop.run();
            report(stopped.getAsBoolean() ? "Ingest was stopped" : "The source has ended", totals);
            if (config.onEnd() == OnEnd.WAIT) {
                loop.idle();
            }
        }
    }

    private static PublicationConfig publication(IngestConfig config) {
        return new PublicationConfig(
                Topics.IMAGES_RAW.named(config.topic()),
                config.validation(),
                config.claimCheck(),
                config.image(),
                config.deadLetterPayload(),
                config.inFlight(),
                config.validators(),
                config.giveUpAfter(),
                config.kafka());
    }
}
