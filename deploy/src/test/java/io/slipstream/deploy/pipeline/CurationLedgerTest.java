package io.slipstream.deploy.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CurationLedgerTest {

    private static final String REPORT = """
            {"balanced": true, "partitions": [
              {"partition": 0, "read": 10, "forwarded": 6, "dead-lettered": {"EMPTY": 1}, "dropped": {"duplicate": 3}},
              {"partition": 1, "read": 5, "forwarded": 2, "dead-lettered": {"EMPTY": 2, "TRUNCATED": 1}, "dropped": {}}]}
            """;

    @Test
    void thePartitionsOfAnInstanceAreAddedUp() throws Exception {
        CurationLedger ledger = answered(200, REPORT).orElseThrow();

        assertThat(ledger)
                .isEqualTo(new CurationLedger(
                        2, 15, 8, Map.of("EMPTY", 3L, "TRUNCATED", 1L), Map.of("duplicate", 3L), true));
        assertThat(ledger.addsUp()).isTrue();
        assertThat(ledger.refused()).isEqualTo(4);
        assertThat(CurationLedger.sum(List.of(ledger, ledger)).read()).isEqualTo(30);
    }

    @Test
    void aRecordThatIsNotAccountedForIsSeen() throws Exception {
        assertThat(answered(200, REPORT.replace("\"read\": 5", "\"read\": 6"))
                        .orElseThrow()
                        .addsUp())
                .isFalse();
    }

    @Test
    void whilePartitionsMoveThereIsNone() throws Exception {
        assertThat(answered(503, "ask again")).isEmpty();
    }

    private static Optional<CurationLedger> answered(int status, String body) throws IOException, InterruptedException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
        server.createContext("/v1/curation", exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        try {
            return CurationLedger.at(
                    URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
        } finally {
            server.stop(0);
        }
    }
}
