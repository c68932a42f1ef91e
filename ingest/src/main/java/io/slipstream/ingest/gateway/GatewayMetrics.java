package io.slipstream.ingest.gateway;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.LongSupplier;

/** What the gateway counts, in Prometheus' text format. Thread-safe. */
final class GatewayMetrics {

    static final String CONTENT_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();

    private final Counter requests = Counter.builder()
            .name("slipstream_gateway_requests_total")
            .help("Requests answered, by HTTP status.")
            .labelNames("status")
            .register(registry);

    private final Histogram seconds = Histogram.builder()
            .name("slipstream_gateway_request_seconds")
            .help("Time from the header of a request to the end of its answer.")
            .classicOnly()
            .classicUpperBounds(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
            .register(registry);

    private final Counter images = Counter.builder()
            .name("slipstream_gateway_images_total")
            .help("Images of requests, by sender and by what became of them: published, queued, duplicate, refused or"
                    + " failed.")
            .labelNames("sender", "status")
            .register(registry);

    private final Counter bytes = Counter.builder()
            .name("slipstream_gateway_image_bytes_total")
            .help("Bytes of images, whatever became of them, by sender.")
            .labelNames("sender")
            .register(registry);

    private final Counter refusals = Counter.builder()
            .name("slipstream_gateway_refused_images_total")
            .help("Refused images, by reason.")
            .labelNames("reason")
            .register(registry);

    void countRequest(int status, double took) {
        requests.labelValues(Integer.toString(status)).inc();
        seconds.observe(took);
    }

    void countBytes(String sender, long count) {
        bytes.labelValues(sender).inc(count);
    }

    void countImage(String sender, ImageResult result) {
        images.labelValues(sender, result.status()).inc();
        if (result instanceof ImageResult.Refused refused) {
            refusals.labelValues(refused.reason().name()).inc();
        }
    }

    /** Adds a value that is asked for whenever somebody reads the metrics. */
    void gauge(String name, String help, LongSupplier value) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .callback(callback -> callback.call((double) value.getAsLong()))
                .register(registry);
    }

    byte[] text() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            writer.write(out, registry.scrape());
        } catch (IOException impossible) {
            throw new UncheckedIOException("writing to memory", impossible);
        }
        return out.toByteArray();
    }
}
