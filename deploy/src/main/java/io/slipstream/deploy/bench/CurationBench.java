package io.slipstream.deploy.bench;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.slipstream.broker.LoopbackPort;
import io.slipstream.client.ImageProducer;
import io.slipstream.deploy.bench.CurationBenchReport.Restart;
import io.slipstream.deploy.bench.CurationBenchReport.Shared;
import io.slipstream.deploy.bench.CurationBenchReport.Throughput;
import io.slipstream.deploy.pipeline.CurationLedger;
import io.slipstream.deploy.pipeline.Delivery;
import io.slipstream.deploy.pipeline.Mortal;
import io.slipstream.deploy.process.Installation;
import io.slipstream.deploy.standalone.Servers;
import io.slipstream.schemas.topic.Topics;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;

/** One measurement of curation, from the broker's start to the report. */
final class CurationBench {

    private static final int SOURCES = 64;
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration STEP = Duration.ofMillis(100);

    /** A JVM compiles at the start; what it does then is not counted. */
    private static final double WARM_UP = 0.3;

    private static final List<String> JVM = List.of("-Xmx512m", "-Dslipstream.log.level=WARN");

    private final Path directory;
    private final int megabytes;
    private final PrintWriter out;
    private final List<String> problems = new ArrayList<>();
    private long sent;
    private int instances;

    /** @param directory of its own */
    CurationBench(Path directory, int megabytes, PrintWriter out) {
        this.directory = directory.toAbsolutePath();
        this.megabytes = megabytes;
        this.out = out;
    }

    /** @param sizes of images in bytes; the first is that of the kill and of the two instances */
    CurationBenchReport run(List<Integer> sizes) throws IOException, InterruptedException {
        List<Throughput> throughput = new ArrayList<>();
        Photographs usual = Photographs.of(sizes.get(0));
        try (Servers servers = Servers.start(
                        Installation.current(),
                        directory,
                        directory.resolve("logs"),
                        LoopbackPort.free(),
                        LoopbackPort.free());
                SchemaRegistryClient registry = servers.prepare(Topics.all());
                ImageProducer producer = ImageProducer.connect(
                        kafka(servers), servers.registry().url().toString());
                Delivery delivery = new Delivery(kafka(servers), registry)) {
            for (int size : sizes) {
                throughput.add(throughput(Photographs.of(size), producer, servers));
            }
            drain(delivery, sent);
            Restart restart = restart(usual, producer, servers, delivery);
            Shared shared = shared(usual, producer, servers);
            drain(delivery, sent);
            if (delivery.distinct() != sent) {
                problems.add("expected " + sent + " different images, found " + delivery.distinct());
            }
            if (delivery.count() != delivery.distinct()) {
                problems.add("expected each image once, found " + (delivery.count() - delivery.distinct()) + " again");
            }
            return new CurationBenchReport(
                    IngestBench.machine(), throughput, restart, shared, sent, delivery.count(), problems);
        }
    }

    private Throughput throughput(Photographs pictures, ImageProducer producer, Servers servers)
            throws IOException, InterruptedException {
        long before = sent;
        int bytes = pictures.at(0).length;
        long images = send(pictures, producer);
        try (Instance curation = start(servers, "state")) {
            curation.awaitRead(before + (long) (images * WARM_UP));
            Reading from = curation.reading();
            curation.awaitRead(sent);
            Reading to = curation.reading();
            long counted = to.read() - from.read();
            double cores = to.processorSecondsSince(from) / to.secondsSince(from);
            Throughput found = new Throughput(
                    bytes,
                    pictures.side(),
                    counted,
                    counted / to.secondsSince(from),
                    cores,
                    counted / to.processorSecondsSince(from));
            say(
                    "%7d bytes, %d px: %.0f images/s on %.2f cores, %.0f per second of processor time",
                    bytes, pictures.side(), found.perSecond(), cores, found.perCoreSecond());
            requireBalanced(curation.ledger());
            return found;
        }
    }

    /** Kills the only instance between two commits. */
    private Restart restart(Photographs pictures, ImageProducer producer, Servers servers, Delivery delivery)
            throws IOException, InterruptedException {
        long before = sent;
        long images = send(pictures, producer);
        try (Instance curation = start(servers, "state")) {
            curation.awaitRead(before + images / 3);
            curation.process().process().kill();
            curation.process().process().await();
            while (delivery.poll() > 0) {
                // What was committed before the kill is not what the new process is timed by.
            }
            long remembered = delivery.count();
            long started = System.nanoTime();
            curation.process().killAndStart();
            double first = 0;
            double ready = 0;
            while (first == 0 || ready == 0) {
                if (first == 0 && delivery.poll() > 0) {
                    first = seconds(started);
                }
                if (ready == 0 && CurationLedger.at(curation.address()).isPresent()) {
                    ready = seconds(started);
                }
                if (seconds(started) > PATIENCE.toSeconds()) {
                    throw new IOException("expected images again after a kill, found none");
                }
            }
            curation.awaitRead(sent);
            requireBalanced(curation.ledger());
            say(
                    "killed with %d images remembered: ready after %.1f s, next image after %.1f s",
                    remembered, ready, first);
            return new Restart(remembered, ready, first);
        }
    }

    private Shared shared(Photographs pictures, ImageProducer producer, Servers servers)
            throws IOException, InterruptedException {
        try (Instance one = start(servers, "state");
                Instance two = start(servers, "state-2")) {
            awaitSplit(one, two);
            List<Long> before = List.of(one.ledger().read(), two.ledger().read());
            long started = System.nanoTime();
            long images = send(pictures, producer);
            while (one.ledger().read() + two.ledger().read() < sent) {
                pause(started);
            }
            double seconds = seconds(started);
            List<CurationLedger> after = List.of(one.ledger(), two.ledger());
            requireBalanced(CurationLedger.sum(after));
            Shared found = new Shared(
                    after.stream().map(CurationLedger::partitions).toList(),
                    List.of(after.get(0).read() - before.get(0), after.get(1).read() - before.get(1)),
                    images / seconds);
            say(
                    "two instances: partitions %s, images %s, %.0f images/s together, the sender beside them",
                    found.partitions(), found.images(), found.perSecond());
            return found;
        }
    }

    private static void awaitSplit(Instance one, Instance two) throws IOException, InterruptedException {
        long started = System.nanoTime();
        int all = Topics.IMAGES_RAW.partitions();
        while (one.ledger().partitions() == 0
                || two.ledger().partitions() == 0
                || one.ledger().partitions() + two.ledger().partitions() != all) {
            pause(started);
        }
    }

    private void requireBalanced(CurationLedger ledger) {
        if (!ledger.addsUp()) {
            problems.add("expected read = forwarded + dead-lettered + dropped, found " + ledger);
        }
    }

    private Instance start(Servers servers, String state) throws IOException, InterruptedException {
        URI address = URI.create("http://127.0.0.1:" + LoopbackPort.free());
        Map<String, Object> config = Map.of(
                "listen",
                address.getAuthority(),
                "state",
                directory.resolve(state).toString(),
                "kafka",
                kafka(servers),
                "registry",
                Map.of("url", servers.registry().url()));
        Mortal process = new Mortal("curation-" + ++instances, Installation.LAUNCHER, JVM, "curate", config, directory);
        Instance instance = new Instance(process, address);
        process.awaitReady(address, START);
        return instance;
    }

    /** Sends so many images as was asked for in megabytes, and waits until the broker has them. */
    private long send(Photographs pictures, ImageProducer producer) throws IOException {
        long images = Math.max(100, megabytes * 1_000_000L / pictures.at(0).length);
        ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
        Instant now = Instant.now();
        for (long i = 0; i < images; i++, sent++) {
            producer.send(pictures.at(sent), "bench-" + sent % SOURCES, now.plusMillis(sent), Map.of())
                    .whenComplete(
                            (receipt, failure) -> Optional.ofNullable(failure).ifPresent(failures::add));
        }
        producer.flush();
        if (!failures.isEmpty()) {
            throw new IOException("sending images", new CompletionException(failures.peek()));
        }
        return images;
    }

    private static void drain(Delivery delivery, long expected) {
        long started = System.nanoTime();
        while (delivery.count() < expected && seconds(started) < PATIENCE.toSeconds()) {
            delivery.poll();
        }
        delivery.poll(); // what came twice lies behind
    }

    private static Map<String, String> kafka(Servers servers) {
        return Map.of("bootstrap.servers", servers.broker().bootstrapServers());
    }

    private static void pause(long started) throws IOException, InterruptedException {
        if (seconds(started) > PATIENCE.toSeconds()) {
            throw new IOException("expected curation to go on, found none of it in " + PATIENCE.toSeconds() + " s");
        }
        Thread.sleep(STEP.toMillis());
    }

    private static double seconds(long started) {
        return (System.nanoTime() - started) / 1e9;
    }

    private void say(String format, Object... arguments) {
        out.println(String.format(Locale.ROOT, format, arguments));
        out.flush();
    }

    /** What an instance had read and used at a moment. */
    private record Reading(long nanos, Duration processor, long read) {

        double secondsSince(Reading earlier) {
            return (nanos - earlier.nanos) / 1e9;
        }

        double processorSecondsSince(Reading earlier) {
            return processor.minus(earlier.processor).toNanos() / 1e9;
        }
    }

    /** One running instance. */
    private record Instance(Mortal process, URI address) implements AutoCloseable {

        CurationLedger ledger() throws IOException, InterruptedException {
            long started = System.nanoTime();
            Optional<CurationLedger> ledger = CurationLedger.at(address);
            while (ledger.isEmpty()) {
                pause(started);
                ledger = CurationLedger.at(address);
            }
            return ledger.get();
        }

        Reading reading() throws IOException, InterruptedException {
            long read = ledger().read();
            Duration processor = ProcessHandle.of(process.process().pid())
                    .flatMap(handle -> handle.info().totalCpuDuration())
                    .orElseThrow(() -> new IOException("this system does not say what processor time a process took"));
            return new Reading(System.nanoTime(), processor, read);
        }

        void awaitRead(long records) throws IOException, InterruptedException {
            long started = System.nanoTime();
            while (ledger().read() < records) {
                pause(started);
            }
        }

        @Override
        public void close() {
            process.close();
        }
    }
}
