package io.slipstream.ingest.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InFlightTest {

    private final List<String> passed = new ArrayList<>();
    private final InFlight inFlight = new InFlight(10_000, passed::add);

    @Test
    void anImagePassesWhenItAndEveryOneBeforeItIsAcknowledged() throws InterruptedException {
        // Given
        InFlight.Slot first = enter("first");
        InFlight.Slot second = enter("second");
        InFlight.Slot third = enter("third");

        // When
        third.acknowledged();
        second.acknowledged();

        // Then
        assertThat(passed).isEmpty();
        assertThat(inFlight.bytes()).isEqualTo(3 * 3024);
        first.acknowledged();
        assertThat(passed).containsExactly("first", "second", "third");
        assertThat(inFlight.isEmpty(Duration.ZERO)).isTrue();
    }

    @Test
    void thereIsNoRoomBeyondTheBoundAndAnImageLargerThanItTakesAllOfIt() throws InterruptedException {
        enter("first");

        assertThat(inFlight.permits(1 << 30)).isEqualTo(10_000);
        assertThat(inFlight.tryEnter(inFlight.permits(1 << 30), Duration.ZERO)).isFalse();
        assertThat(inFlight.tryEnter(inFlight.permits(2000), Duration.ZERO)).isTrue();
    }

    @Test
    void afterAFailureNothingPassesAndNobodyWaits() throws InterruptedException {
        InFlight.Slot first = enter("first");
        InFlight.Slot second = enter("second");
        InFlight.Slot third = enter("third");
        first.acknowledged();

        second.failed();
        third.acknowledged();

        assertThat(passed).containsExactly("first");
        assertThat(inFlight.isEmpty(Duration.ZERO)).isTrue();
    }

    private InFlight.Slot enter(String position) throws InterruptedException {
        int permits = inFlight.permits(2000);
        assertThat(inFlight.tryEnter(permits, Duration.ZERO)).isTrue();
        return inFlight.enter(position, permits);
    }
}
