package io.slipstream.ingest.cursor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VersionCursorTest {

    private final Path file;

    VersionCursorTest(@TempDir Path folder) {
        this.file = folder.resolve("one.cursor");
    }

    @Test
    void itContainsWhatHasPassedAndNothingElse() throws IOException {
        pass("a", "b");
        pass("c");

        try (VersionCursor cursor = open()) {
            assertThat(List.of("a", "b", "c")).allMatch(cursor::contains);
            assertThat(cursor.contains("d")).isFalse();
            assertThat(cursor.count()).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"0123456789abcdef", "0123456789abcdef0123456789abcdef", "zzzz456789abcdef0123456789abcdef\n"})
    void aLineThatACrashLeftUnfinishedIsCutOffAndTheNextOneIsWhole(String unfinished) throws IOException {
        pass("a");
        Files.writeString(file, unfinished, StandardOpenOption.APPEND);

        pass("b");

        try (VersionCursor cursor = open()) {
            assertThat(cursor.contains("a")).isTrue();
            assertThat(cursor.contains("b")).isTrue();
            assertThat(cursor.count()).isEqualTo(2);
        }
    }

    @Test
    void aVersionThatIsForgottenCanPassAgain() throws IOException {
        pass("a", "b");
        try (VersionCursor cursor = open()) {
            cursor.forget("a");
            assertThat(cursor.contains("a")).isFalse();
            cursor.passed("a");
        }

        pass("c");

        try (VersionCursor cursor = open()) {
            assertThat(List.of("a", "b", "c")).allMatch(cursor::contains);
        }
    }

    @Test
    void theFileDoesNotGrowWithWhatIsGone() throws IOException {
        pass(IntStream.range(0, 20_000).mapToObj(Integer::toString).toArray(String[]::new));
        long before = Files.size(file);

        try (VersionCursor cursor = open()) {
            cursor.retain(List.of("7", "8", "not yet"));
        }

        assertThat(Files.size(file)).isLessThan(before / 1000);
        pass("9");
        try (VersionCursor cursor = open()) {
            assertThat(cursor.count()).isEqualTo(3);
            assertThat(List.of("7", "8", "9")).allMatch(cursor::contains);
        }
    }

    @Test
    void anEmptyDirectoryForgetsNothing() throws IOException {
        pass("a");

        try (VersionCursor cursor = open()) {
            cursor.retain(List.of());
            assertThat(cursor.contains("a")).isTrue();
        }
    }

    @Test
    void theCursorOfAnotherSourceAndOtherFilesAreRefused() throws IOException {
        pass("a");

        assertThatThrownBy(() -> VersionCursor.open(file, "there"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("expected 'there', found 'here'");
        Files.writeString(file, "something else\n");
        assertThatThrownBy(this::open)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("expected a cursor in " + file);
    }

    private void pass(String... positions) throws IOException {
        try (VersionCursor cursor = open()) {
            List.of(positions).forEach(cursor::passed);
        }
    }

    private VersionCursor open() throws IOException {
        return VersionCursor.open(file, "here");
    }
}
