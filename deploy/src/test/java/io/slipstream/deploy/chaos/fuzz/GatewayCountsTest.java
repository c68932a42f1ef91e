package io.slipstream.deploy.chaos.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class GatewayCountsTest {

    @Test
    void imagesAreCountedByWhatBecameOfThemWhoeverSentThem() {
        String metrics = """
                # TYPE slipstream_gateway_images_total counter
                slipstream_gateway_images_total{sender="a",status="published"} 7133.0
                slipstream_gateway_images_total{sender="b",status="published"} 1.0E3
                slipstream_gateway_images_total{sender="a",status="refused"} 2.0
                slipstream_gateway_refused_images_total{reason="EMPTY"} 2.0
                slipstream_gateway_requests_total{status="202"} 8133.0
                """;

        assertThat(GatewayCounts.in(metrics)).isEqualTo(Map.of("published", 8133L, "refused", 2L));
    }
}
