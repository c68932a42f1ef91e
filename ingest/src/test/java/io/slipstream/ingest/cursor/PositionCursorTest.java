package io.slipstream.ingest.cursor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PositionCursorTest {

    private final Path file;

    PositionCursorTest(@TempDir Path folder) {
        this.file = folder.resolve("cursors/one.cursor");
    }

    @Test
    void aNewCursorIsAtTheBeginningAndLeavesNoFile() throws IOException {
        try (PositionCursor cursor = PositionCursor.open(file, "here")) {
            assertThat(cursor.last()).isEmpty();
            assertThat(cursor.count()).isZero();
        }
        assertThat(file).doesNotExist();
    }

    @Test
    void whatHasPassedIsThereAfterASaveWithoutAClose() throws IOException {
        // Given
        PositionCursor cursor = PositionCursor.open(file, "here");
        cursor.passed("1");
        cursor.passed("2 = two: äöü");
        cursor.save();
        cursor.passed("3");
        byte[] saved = Files.readAllBytes(file);

        // When
        Path copy = file.resolveSibling("copy.cursor");
        Files.write(copy, saved);

        // Then
        try (PositionCursor again = PositionCursor.open(copy, "here")) {
            assertThat(again.last()).contains("2 = two: äöü");
            assertThat(again.count()).isEqualTo(2);
        }
        cursor.close();
        try (PositionCursor again = PositionCursor.open(file, "here")) {
            assertThat(again.last()).contains("3");
        }
    }

    @Test
    void theCursorOfAnotherSourceIsRefused() throws IOException {
        try (PositionCursor cursor = PositionCursor.open(file, "here")) {
            cursor.passed("1");
        }

        assertThatThrownBy(() -> PositionCursor.open(file, "there"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("expected 'there', found 'here'")
                .hasMessageContaining(file.toString());
        PositionCursor.open(file, "here").close();
    }

    @Test
    void anotherFileIsNoCursor() throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "source=here\nposition=3\npassed=many\n");

        assertThatThrownBy(() -> PositionCursor.open(file, "here"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("expected a cursor in");
    }

    @Test
    void oneIngestAtATimeHasTheCursor() throws IOException {
        try (PositionCursor cursor = PositionCursor.open(file, "here")) {
            cursor.passed("1");

            assertThatThrownBy(() -> PositionCursor.open(file, "here"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("Another ingest");
        }
        PositionCursor.open(file, "here").close();
    }
}
