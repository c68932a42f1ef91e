package io.slipstream.ingest.camera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DriftEventTest {

    @Test
    void anEventIsAKindAndATime() {
        assertThat(DriftEvent.parse("lamp-change@2m"))
                .isEqualTo(new DriftEvent(DriftEvent.Kind.LAMP_CHANGE, Duration.ofMinutes(2)));
        assertThat(DriftEvent.parse("lens-smear@250ms"))
                .isEqualTo(new DriftEvent(DriftEvent.Kind.LENS_SMEAR, Duration.ofMillis(250)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"lamp-change", "lamp-change@", "lamp-change@2", "LAMP_CHANGE@2m", "flood@1s", "@1s", ""})
    void anythingElseIsRefusedWithWhatIsAllowed(String text) {
        assertThatThrownBy(() -> DriftEvent.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("lamp-change@2m, new-part@2m, lens-smear@2m")
                .hasMessageContaining("'" + text + "'");
    }

    @Test
    void eventsLastFromTheirTimeOn() {
        List<DriftEvent> events = List.of(DriftEvent.parse("new-part@20s"), DriftEvent.parse("lamp-change@10s"));

        assertThat(DriftState.at(Duration.ofMillis(9_999), events)).isEqualTo(DriftState.NONE);
        assertThat(DriftState.at(Duration.ofSeconds(10), events)).isEqualTo(new DriftState(true, false, false));
        assertThat(DriftState.at(Duration.ofHours(1), events)).isEqualTo(new DriftState(true, true, false));
    }
}
