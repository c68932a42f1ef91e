package io.slipstream.ingest.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipstream.client.Receipt;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class RecentImagesTest {

    private final CompletableFuture<Receipt> sending = new CompletableFuture<>();
    private long now;

    @Test
    void anImageIsRememberedPerSource() {
        RecentImages recent = recent(10);

        assertThat(recent.putIfAbsent("gate", "a", sending)).isNull();
        assertThat(recent.putIfAbsent("gate", "a", new CompletableFuture<>())).isSameAs(sending);
        assertThat(recent.putIfAbsent("belt", "a", new CompletableFuture<>())).isNull();
    }

    @Test
    void theOldestIsForgottenWhenThereAreTooMany() {
        RecentImages recent = recent(2);
        recent.putIfAbsent("gate", "a", sending);
        recent.putIfAbsent("gate", "b", sending);
        recent.putIfAbsent("gate", "c", sending);

        assertThat(recent.putIfAbsent("gate", "c", sending)).isNotNull();
        assertThat(recent.putIfAbsent("gate", "b", sending)).isNotNull();
        assertThat(recent.putIfAbsent("gate", "a", sending)).isNull();
    }

    @Test
    void whatIsOlderThanTheWindowIsForgotten() {
        RecentImages recent = recent(10);
        recent.putIfAbsent("gate", "a", sending);

        now = Duration.ofMinutes(1).toNanos() - 1;
        assertThat(recent.putIfAbsent("gate", "a", sending)).isNotNull();
        now++;
        assertThat(recent.putIfAbsent("gate", "a", sending)).isNull();
    }

    @Test
    void whatCameToNothingMayBeSentAgain() {
        RecentImages recent = recent(10);
        recent.putIfAbsent("gate", "a", sending);

        recent.forget("gate", "a");

        assertThat(recent.putIfAbsent("gate", "a", sending)).isNull();
    }

    private RecentImages recent(int entries) {
        return new RecentImages(new DuplicatesConfig(Duration.ofMinutes(1), entries), () -> now);
    }
}
