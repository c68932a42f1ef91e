package io.slipstream.schemas.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConfigReferenceTest {

    private static final String PAGE = ConfigReference.markdown("Sample", "How to set it.", SampleConfig.class);

    @Test
    void thePageHasATitleAnIntroductionAndOneRowPerKey() {
        assertThat(PAGE)
                .startsWith(
                        "# Sample\n\nHow to set it.\n\n| Key | Type | Default | Allowed | Meaning |\n|---|---|---|---|---|\n");
        assertThat(PAGE.lines().filter(line -> line.startsWith("| `"))).hasSize(18);
    }

    @Test
    void aRowSaysTypeDefaultRangeAndMeaning() {
        assertThat(PAGE.lines())
                .contains(
                        "| `batch.stream` | whole number | `64` | a whole number from 1 to 4096 | Images from the stream. |",
                        "| `policy` | choice | `lag` | one of lag, latest-only | When the stream is too fast. |",
                        "| `start-at` | instant | absent | a UTC instant such as 2026-11-22T14:00:00Z | Where to start. |",
                        "| `watches` | list of section | empty |  | Watched folders. |",
                        "| `watches[].folder` | path | required | a path | Folder. |",
                        "| `kafka` | map of text | `{bootstrap.servers: '127.0.0.1:9092'}` | a text | Client properties. |");
    }
}
