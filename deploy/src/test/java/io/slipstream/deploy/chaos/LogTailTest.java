package io.slipstream.deploy.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTailTest {
    private final Path file;

    LogTailTest(@TempDir Path directory) throws IOException {
        file = Files.createFile(directory.resolve("a.log"));
    }

    @Test
    void aLineIsGivenOnceAndNotBeforeItIsWhole() throws IOException {
        try (LogTail tail = new LogTail(file)) {
            assertThat(tail.poll()).isEmpty();
            append("one\ntw");
            assertThat(tail.poll()).containsExactly("one");
            assertThat(tail.poll()).isEmpty();
            append("o\n\nthree\n");
            assertThat(tail.poll()).containsExactly("two", "", "three");
        }
    }

    @Test
    void aLineLongerThanTheBufferIsStillOneLine() throws IOException {
        String line = "ü".repeat(100_000);
        try (LogTail tail = new LogTail(file)) {
            append(line + "\n");
            assertThat(tail.poll()).containsExactly(line);
        }
    }

    private void append(String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.APPEND);
    }
}
