package io.slipstream.evaluator.watch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.slipstream.evaluator.watch.row.Counts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.InvalidStateStoreException;

/** The latest reports of an instance as Prometheus gauges, and what became of its images as counters, by source. */
final class DriftMetrics {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final DriftService service;
    private final PrometheusRegistry registry = new PrometheusRegistry();

    DriftMetrics(DriftService service) {
        this.service = service;
        count("seen", "Images that went by.", Counts::seen);
        count("looked", "Images that were looked at.", Counts::looked);
        count("refused", "Records that are no samples.", Counts::refused);
        count("undecodable", "Images that could not be decoded.", Counts::undecodable);
        count("unembedded", "Images for which there was no encoder.", Counts::unembedded);
        gauge("window", "Number of the last window.", "/window");
        gauge("data", "MMD2 of the last window from the anchor under the fixed encoder.", "/cells/dataDrift");
        gauge("data_threshold", "Threshold of the same.", "/comparisons/0/threshold");
        gauge("felt", "MMD2 of the last window under the current encoder.", "/cells/feltDrift");
        gauge("felt_from_fixed", "The same from the fixed encoder's canonical vectors.", "/cells/feltDriftFromFixed");
        gauge("representation", "1 - CKA of the last two encoders.", "/cells/representationDrift");
        gauge("self_test", "Self-test of the last window; 0 but for rounding.", "/cells/selfTest");
        GaugeWithCallback.builder()
                .name("slipstream_drift_verdict")
                .help("1 for the verdict of the last window.")
                .labelNames("source", "verdict")
                .callback(value -> reports()
                        .forEach((source, report) ->
                                value.call(1, source, report.at("/verdict").asText())))
                .register(registry);
        GaugeWithCallback.builder()
                .name("slipstream_drift_running")
                .help("1 while the stream is watched, 0 while partitions move or the watch has ended.")
                .callback(value -> value.call(service.state() == KafkaStreams.State.RUNNING ? 1 : 0))
                .register(registry);
    }

    MetricSnapshots scrape() {
        return registry.scrape();
    }

    /** A report as it is kept. */
    static JsonNode tree(byte[] report) {
        try {
            return JSON.readTree(report);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private void count(String name, String help, ToLongFunction<Counts> of) {
        CounterWithCallback.builder()
                .name("slipstream_drift_images_" + name + "_total")
                .help(help)
                .labelNames("source")
                .callback(value ->
                        counts().forEach((source, counts) -> value.call((double) of.applyAsLong(counts), source)))
                .register(registry);
    }

    private void gauge(String name, String help, String path) {
        GaugeWithCallback.builder()
                .name("slipstream_drift_" + name)
                .help(help)
                .labelNames("source")
                .callback(value -> reports().forEach((source, report) -> {
                    if (report.at(path).isNumber()) {
                        value.call(report.at(path).asDouble(), source);
                    }
                }))
                .register(registry);
    }

    /** None while partitions move: a gap in a series is better than a wrong number. */
    private Map<String, Counts> counts() {
        try {
            return service.counts();
        } catch (InvalidStateStoreException | IllegalStateException moving) {
            return Map.of();
        }
    }

    private Map<String, JsonNode> reports() {
        Map<String, JsonNode> reports = new LinkedHashMap<>();
        try {
            service.latest().forEach((source, report) -> reports.put(source, tree(report)));
        } catch (InvalidStateStoreException | IllegalStateException moving) {
            return Map.of();
        }
        return reports;
    }
}
