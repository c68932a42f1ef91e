package io.slipstream.deploy.chaos.promote;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.slipstream.broker.LoopbackPort;
import io.slipstream.deploy.display.Display;
import io.slipstream.deploy.pipeline.Mortal;
import io.slipstream.deploy.process.Installation;
import io.slipstream.deploy.process.Readiness;
import io.slipstream.deploy.standalone.Servers;
import io.slipstream.evaluator.channel.decision.Coordinates;
import io.slipstream.evaluator.channel.decision.History;
import io.slipstream.evaluator.channel.decision.Verification;
import io.slipstream.evaluator.channel.log.Connection;
import io.slipstream.evaluator.channel.log.HistoryReader;
import io.slipstream.evaluator.topic.Received;
import io.slipstream.evaluator.topic.Retry;
import io.slipstream.evaluator.topic.RetryConfig;
import io.slipstream.evaluator.topic.StopSignal;
import io.slipstream.schemas.record.ChannelPointer;
import io.slipstream.schemas.topic.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A promoter that is killed with SIGKILL while snapshots, reports, scores and requests are published, and its history. */
final class PromoteTrial {

    private static final RetryConfig PATIENCE =
            new RetryConfig(Duration.ofMillis(200), Duration.ofSeconds(2), Duration.ofSeconds(30));
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration STOP = Duration.ofSeconds(10);
    private static final Duration SETTLING = Duration.ofSeconds(60);

    private final PromoteChaosOptions options;
    private final Installation installation;
    private final String launcher;
    private final Display display;
    private final List<Double> kills = new ArrayList<>();

    /**
     * A trial that has not started.
     *
     * @param launcher main class that has the service as a command
     */
    PromoteTrial(PromoteChaosOptions options, Installation installation, String launcher, Display display) {
        this.options = options;
        this.installation = installation;
        this.launcher = launcher;
        this.display = display;
    }

    /**
     * Holds the trial.
     *
     * @throws IOException if a process cannot be started or ends by itself, with the reason
     */
    PromoteReport run(Instant startedAt) throws IOException, InterruptedException {
        Path directory = options.directory().toAbsolutePath();
        display.line("starting broker, registry and promoter, data and logs in " + directory);
        try (Servers servers = Servers.start(
                        installation, directory, directory.resolve("logs"), LoopbackPort.free(), LoopbackPort.free());
                SchemaRegistryClient registry = servers.prepare(Topics.all());
                Mortal promoter =
                        new Mortal("promoter", launcher, Mortal.SHORT_LIVED, "promote", config(servers), directory);
                Publisher publisher =
                        new Publisher(kafka(servers), registry, directory.resolve("snapshots"), Clock.systemUTC());
                Decisions decisions = new Decisions(kafka(servers), registry)) {
            List<Publication> plan = PublicationPlan.of(options.seed(), options.snapshots(), options.interval());
            long begun = System.nanoTime();
            publish(plan, publisher, promoter, decisions);
            double seconds = (System.nanoTime() - begun) / 1e9;
            settle(plan, decisions, promoter);
            promoter.process().stop(STOP);
            Connection connection = new Connection(
                    Publisher.MODEL,
                    kafka(servers),
                    registry,
                    new Retry(PATIENCE, Clock.systemUTC(), new StopSignal()));
            return report(startedAt, seconds, plan, decisions, HistoryReader.read(connection));
        }
    }

    private Map<String, Object> config(Servers servers) {
        double interval = options.interval().toMillis();
        return Map.of(
                "model", Publisher.MODEL,
                "gates",
                        Map.of(
                                "probes", Map.of(Publisher.PROBE_SET, Map.of()),
                                "evidence-within", millis(2 * interval),
                                "shadow", Map.of("min-age", millis(interval), "min-checks", 1)),
                "quiet-after", millis(2 * interval),
                "kafka", kafka(servers),
                "registry", Map.of("url", servers.registry().url()));
    }

    private static String millis(double value) {
        return Math.round(value) + "ms";
    }

    private static Map<String, String> kafka(Servers servers) {
        return Map.of("bootstrap.servers", servers.broker().bootstrapServers());
    }

    private void publish(List<Publication> plan, Publisher publisher, Mortal promoter, Decisions decisions)
            throws IOException, InterruptedException {
        Deque<Duration> moments = new ArrayDeque<>(KillPlan.of(options.seed(), options.kills(), plan));
        Deque<Publication> waiting = new ArrayDeque<>(plan);
        long begun = System.nanoTime();
        while (!waiting.isEmpty() || !moments.isEmpty()) {
            Duration now = Duration.ofNanos(System.nanoTime() - begun);
            if (!moments.isEmpty() && moments.element().compareTo(now) <= 0) {
                moments.remove();
                kills.add(now.toMillis() / 1e3);
                requireAlive(promoter);
                promoter.killAndStart();
                display.line("killed the promoter after %.1f s, with %,d decisions on the topic"
                        .formatted(now.toMillis() / 1e3, decisions.poll().size()));
            } else if (!waiting.isEmpty() && waiting.element().at().compareTo(now) <= 0) {
                publisher.publish(waiting.remove());
            } else {
                Duration next = sooner(waiting, moments).minus(now);
                if (next.compareTo(Duration.ofMillis(200)) > 0) {
                    display.status("%s; %,d decisions"
                            .formatted(Display.clock(now), decisions.poll().size()));
                } else if (!next.isNegative()) {
                    Thread.sleep(next.toMillis() + 1);
                }
            }
        }
    }

    private static Duration sooner(Deque<Publication> waiting, Deque<Duration> moments) {
        Duration far = Duration.ofDays(1);
        Duration publication = waiting.isEmpty() ? far : waiting.element().at();
        Duration kill = moments.isEmpty() ? far : moments.element();
        return publication.compareTo(kill) < 0 ? publication : kill;
    }

    private static void requireAlive(Mortal promoter) throws IOException {
        if (!promoter.process().isAlive()) {
            throw new IOException(Readiness.described(promoter.process(), "ended by itself"));
        }
    }

    /** Waits until every request is answered and nothing has been decided for as long as any wait in the gates. */
    private void settle(List<Publication> plan, Decisions decisions, Mortal promoter)
            throws IOException, InterruptedException {
        display.line("waiting for the last decisions");
        long asked = plan.stream().filter(Publication.Request.class::isInstance).count();
        Duration quiet = options.interval().multipliedBy(5).plusSeconds(2);
        long begun = System.nanoTime();
        long lastNew = begun;
        int count = 0;
        while (System.nanoTime() - begun
                < START.plus(SETTLING).plus(quiet.multipliedBy(2)).toNanos()) {
            requireAlive(promoter);
            List<ChannelPointer> found = decisions.poll();
            if (found.size() > count) {
                count = found.size();
                lastNew = System.nanoTime();
            }
            long answered = found.stream()
                    .map(decision -> decision.getEvidence().get("request"))
                    .filter(request -> request != null)
                    .distinct()
                    .count();
            if (answered >= asked && System.nanoTime() - lastNew > quiet.toNanos()) {
                return;
            }
        }
    }

    private PromoteReport report(
            Instant startedAt, double seconds, List<Publication> plan, Decisions decisions, History history) {
        Verification.Result verified = Verification.of(Publisher.MODEL, history);
        List<ChannelPointer> found = values(history.decisions());
        List<String> problems = new ArrayList<>(HistoryCheck.problems(
                found,
                values(history.pointers()),
                history.requests().stream()
                        .map(request -> Coordinates.of(Topics.CHANNEL_REQUESTS, request.offset()))
                        .toList()));
        if (verified.broken() != null) {
            problems.add("does not follow: " + verified.broken());
        }
        problems.addAll(verified.beyondProof());
        if (found.isEmpty()) {
            problems.add("nothing was decided");
        }
        Map<String, Integer> actions = new TreeMap<>();
        found.forEach(decision -> actions.merge(decision.getChannel() + " " + decision.getAction(), 1, Integer::sum));
        Map<String, Integer> published = new TreeMap<>();
        plan.forEach(each -> published.merge(each.getClass().getSimpleName(), 1, Integer::sum));
        List<Long> latencies = decisions.latencies();
        return new PromoteReport(
                startedAt.toString(),
                problems.isEmpty(),
                options.seed(),
                seconds,
                history.snapshots().size(),
                published,
                List.copyOf(kills),
                found.size(),
                actions,
                verified.proven(),
                latencies.isEmpty() ? 0 : latencies.get(latencies.size() / 2),
                latencies.isEmpty() ? 0 : latencies.get(latencies.size() - 1),
                problems);
    }

    private static <V> List<V> values(List<Received<V>> records) {
        return records.stream().map(Received::value).toList();
    }
}
