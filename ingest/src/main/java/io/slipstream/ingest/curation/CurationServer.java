package io.slipstream.ingest.curation;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.slipstream.schemas.service.ListenAddress;
import io.slipstream.schemas.service.StatusServer;
import io.slipstream.schemas.service.StatusServer.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.jspecify.annotations.Nullable;

/**
 * What a running instance answers over HTTP: {@code /v1/curation} (its ledgers, JSON), {@code /metrics} (the same for
 * Prometheus), {@code /healthz} (200 unless curation has failed) and {@code /readyz} (200 while it curates).
 */
final class CurationServer {

    private final CurationService service;
    private final CurationReport report;
    private final CurationMetrics metrics;

    private CurationServer(CurationService service, String application) {
        this.service = service;
        this.report = new CurationReport(application, new ObjectMapper());
        this.metrics = new CurationMetrics(service);
    }

    static StatusServer start(CurationService service, String application, ListenAddress address) throws IOException {
        CurationServer server = new CurationServer(service, application);
        return StatusServer.start(
                address,
                Map.of(
                        "/v1/curation", accept -> server.ledgers(),
                        "/metrics", server::metrics,
                        "/healthz", accept -> server.health(),
                        "/readyz", accept -> server.readiness()));
    }

    private Answer health() {
        return service.failure().isPresent() ? Answer.text(503, "curation has failed") : Answer.text(200, "ok");
    }

    private Answer readiness() {
        return service.state() == KafkaStreams.State.RUNNING
                ? Answer.text(200, "ok")
                : Answer.text(503, "curation is " + service.state());
    }

    private Answer ledgers() throws IOException {
        try {
            return Answer.json(report.json(service.state().name(), service.ledgers()));
        } catch (InvalidStateStoreException | IllegalStateException moving) {
            return Answer.text(503, "partitions are moving or their state is being restored; ask again");
        }
    }

    private Answer metrics(@Nullable String accept) throws IOException {
        ExpositionFormatWriter writer = ExpositionFormats.init().findWriter(accept);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        writer.write(body, metrics.scrape());
        return new Answer(200, writer.getContentType(), body.toByteArray());
    }
}
