package io.slipstream.ingest.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PointInTimeTest {

    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "90s,2026-11-22T11:58:30Z",
        "2h,2026-11-22T10:00:00Z",
        "7d,2026-11-15T12:00:00Z",
        "2026-11-01T00:00:00Z,2026-11-01T00:00:00Z"
    })
    void anInstantOrHowLongAgo(String text, Instant expected) {
        assertThat(PointInTime.parse(text, NOW)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "-1h", "1y", "999999999999999999d", "2026-11-22"})
    void anythingElseIsRefusedWithWhatIsAllowed(String text) {
        assertThatThrownBy(() -> PointInTime.parse(text, NOW))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("such as 90s");
    }
}
