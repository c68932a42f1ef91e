package io.slipstream.deploy.display;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DisplayTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    private long nanos;

    @Test
    void awayFromATerminalTheStatusIsALinePerTenSeconds() {
        Display display = new Display(out, false, 80, () -> nanos);
        for (int second = 0; second < 25; second++) {
            nanos = Duration.ofSeconds(second).toNanos();
            display.status("at " + second);
        }
        assertThat(shown().lines()).containsExactly("at 10", "at 20");
    }

    @Test
    void onATerminalTheStatusIsOneLineThatFitsAndLinesPassAboveIt() {
        Display display = new Display(out, true, 10, () -> nanos);
        display.status("a status of many words");
        display.line("news");
        assertThat(shown()).isEqualTo("\r\033[2Ka status \r\033[2Knews" + System.lineSeparator());
    }

    private String shown() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
