package io.slipstream.trainer.lineage;

import static io.slipstream.trainer.lineage.Lineages.metrics;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class MetricsQueueTest {

    private final List<Long> published = new CopyOnWriteArrayList<>();

    @Test
    void whileTheFirstIsStuckTheNewestWaitAndTheOldestAreDropped() throws Exception {
        CountDownLatch stuck = new CountDownLatch(1);
        CountDownLatch brokerIsBack = new CountDownLatch(1);
        try (MetricsQueue queue = new MetricsQueue("m", 2, metrics -> {
            stuck.countDown();
            brokerIsBack.await();
            published.add(metrics.getStep());
        })) {
            queue.add(metrics("m", 1));
            stuck.await();
            for (long step = 2; step <= 5; step++) {
                queue.add(metrics("m", step));
            }
            brokerIsBack.countDown();
        }
        assertThat(published).containsExactly(1L, 4L, 5L);
    }

    @Test
    void aFailureForGoodDoesNotStopTheQueueFromClosing() {
        try (MetricsQueue queue = new MetricsQueue("m", 2, metrics -> {
            published.add(metrics.getStep());
            throw new LineageException("no more", null);
        })) {
            queue.add(metrics("m", 1));
            queue.add(metrics("m", 2));
        }
        assertThat(published).containsExactly(1L, 2L);
    }

    @Test
    void afterTheCloseNothingIsTaken() {
        MetricsQueue queue = new MetricsQueue("m", 2, metrics -> published.add(metrics.getStep()));
        queue.close();
        assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> queue.add(metrics("m", 1)));
        assertThat(published).isEmpty();
    }
}
