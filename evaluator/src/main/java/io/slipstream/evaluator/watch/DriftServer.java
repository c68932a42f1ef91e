package io.slipstream.evaluator.watch;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
 * What a running instance answers over HTTP: {@code /v1/drift} (the latest report of each of its streams, and what became of
 * their images, JSON), {@code /metrics} (the same for Prometheus), {@code /healthz} (200 unless the watch has failed) and
 * {@code /readyz} (200 while it watches).
 */
final class DriftServer {

    private final DriftService service;
    private final String application;
    private final DriftMetrics metrics;
    private final ObjectMapper json = new ObjectMapper();

    private DriftServer(DriftService service, String application) {
        this.service = service;
        this.application = application;
        this.metrics = new DriftMetrics(service);
    }

    static StatusServer start(DriftService service, String application, ListenAddress address) throws IOException {
        DriftServer server = new DriftServer(service, application);
        return StatusServer.start(
                address,
                Map.of(
                        "/v1/drift", accept -> server.latest(),
                        "/metrics", server::metrics,
                        "/healthz", accept -> server.health(),
                        "/readyz", accept -> server.readiness()));
    }

    private Answer health() {
        return service.failure().isPresent() ? Answer.text(503, "the watch has failed") : Answer.text(200, "ok");
    }

    private Answer readiness() {
        return service.state() == KafkaStreams.State.RUNNING
                ? Answer.text(200, "ok")
                : Answer.text(503, "the watch is " + service.state());
    }

    private Answer latest() throws IOException {
        try {
            ObjectNode root = json.createObjectNode();
            root.put("application", application);
            root.put("state", service.state().name());
            ArrayNode streams = root.putArray("streams");
            Map<String, byte[]> reports = service.latest();
            service.counts().forEach((stream, counts) -> {
                ObjectNode node = streams.addObject();
                node.put("source", stream);
                node.set("images", json.valueToTree(counts));
                byte[] report = reports.get(stream);
                if (report != null) {
                    node.set("report", DriftMetrics.tree(report));
                }
            });
            return Answer.json(json.writerWithDefaultPrettyPrinter().writeValueAsBytes(root));
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
