package io.slipstream.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The broker goes away while a trainer reads, trains and publishes, and comes back. */
class BrokerBounceIT {

    private static final int HALF = TestService.RECORDS / 2;

    private final Path directory;

    BrokerBounceIT(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void trainingGoesOnAndEverythingIsPublishedOnce() throws Exception {
        try (TestService service = new TestService(directory)) {
            service.fill(0, HALF);
            LoopScript script = new LoopScript().at(6, service::stopBroker).at(10, () -> {
                service.startBroker();
                service.fill(HALF, TestService.RECORDS); // so that there is something left to read
            });

            service.train(Map.of("intake", "{ahead: 8}"), script);

            assertThat(script.turns()).isGreaterThan(10);
            assertThat(service.last(TestService.MODEL).getLineageEpoch()).isEqualTo(1);
            service.assertAsIfNothingHadHappened();
        }
    }
}
