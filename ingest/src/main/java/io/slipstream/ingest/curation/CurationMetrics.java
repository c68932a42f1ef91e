package io.slipstream.ingest.curation;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.List;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.InvalidStateStoreException;

/** The ledgers of an instance as Prometheus counters, which go on counting when a partition moves to another instance. */
final class CurationMetrics {

    private final CurationService service;
    private final PrometheusRegistry registry = new PrometheusRegistry();

    CurationMetrics(CurationService service) {
        this.service = service;
        CounterWithCallback.builder()
                .name("slipstream_curation_read_total")
                .help("Records read from images.raw.")
                .labelNames("partition")
                .callback(count -> ledgers().forEach(ledger -> count.call((double) ledger.read(), name(ledger))))
                .register(registry);
        CounterWithCallback.builder()
                .name("slipstream_curation_forwarded_total")
                .help("Records written to images.")
                .labelNames("partition")
                .callback(count -> ledgers().forEach(ledger -> count.call((double) ledger.forwarded(), name(ledger))))
                .register(registry);
        CounterWithCallback.builder()
                .name("slipstream_curation_dead_lettered_total")
                .help("Records written to images.dead-letter, by reason.")
                .labelNames("partition", "reason")
                .callback(count -> ledgers().forEach(ledger -> ledger.deadLettered()
                        .forEach((reason, records) -> count.call((double) records, name(ledger), reason))))
                .register(registry);
        CounterWithCallback.builder()
                .name("slipstream_curation_dropped_total")
                .help("Records that a policy kept back, by policy.")
                .labelNames("partition", "policy")
                .callback(count -> ledgers().forEach(ledger -> ledger.dropped()
                        .forEach((policy, records) -> count.call((double) records, name(ledger), policy))))
                .register(registry);
        GaugeWithCallback.builder()
                .name("slipstream_curation_next_offset")
                .help("Offset after the last record read.")
                .labelNames("partition")
                .callback(value -> ledgers().forEach(ledger -> value.call((double) ledger.nextOffset(), name(ledger))))
                .register(registry);
        GaugeWithCallback.builder()
                .name("slipstream_curation_running")
                .help("1 while curation runs, 0 while partitions move or it has ended.")
                .callback(value -> value.call(service.state() == KafkaStreams.State.RUNNING ? 1 : 0))
                .register(registry);
    }

    MetricSnapshots scrape() {
        return registry.scrape();
    }

    /** None while partitions move: a gap in a series is better than a wrong number. */
    private List<PartitionLedger> ledgers() {
        try {
            return service.ledgers();
        } catch (InvalidStateStoreException | IllegalStateException moving) {
            return List.of();
        }
    }

    private static String name(PartitionLedger ledger) {
        return Integer.toString(ledger.partition());
    }
}
