package io.slipstream.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.slipstream.ingest.cursor.Cursor;
import io.slipstream.ingest.cursor.NoCursor;
import io.slipstream.ingest.cursor.VersionCursor;
import io.slipstream.schemas.config.ByteSize;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchSourceTest {

    private static final Duration SETTLE = Duration.ofSeconds(10);
    private static final ByteSize CAP = ByteSize.ofMiB(1);

    private final Path watched;
    private final Path elsewhere;
    private Instant now = Instant.now();
    private final Clock clock =
            InstantSource.tick(() -> now, Duration.ofNanos(1)).withZone(ZoneOffset.UTC);
    private final List<RawImage> images = new ArrayList<>();
    private WatchSource source;

    WatchSourceTest(@TempDir Path watched, @TempDir Path elsewhere) {
        this.watched = watched;
        this.elsewhere = elsewhere;
    }

    @BeforeEach
    void putOneFileThereBeforeTheWatchStarts() throws IOException {
        Path first = watched.resolve("before/first.jpg");
        write(first, "first");
        Files.setLastModifiedTime(first, FileTime.from(now.minusSeconds(3600)));
        source = WatchSource.open(watched, "gate", SETTLE, CAP, new NoCursor(), clock);
    }

    @AfterEach
    void close() throws IOException {
        source.close();
    }

    @Test
    void filesThatWereThereBeforeAreRead() {
        awaitImages("first");

        assertThat(images.get(0).source()).isEqualTo("gate");
        assertThat(images.get(0).origin()).endsWith("before/first.jpg");
    }

    @Test
    void aHalfWrittenFileIsReadWhenItIsWholeAndOnceOnly() throws Exception {
        // Given
        awaitImages("first");
        Path file = watched.resolve("slow.jpg");
        write(file, "half");
        awaitSightingOf(file);

        // When
        now = now.plus(SETTLE.minusSeconds(1));
        pullAll();
        Files.writeString(file, " and half", StandardOpenOption.APPEND);
        pullAll();
        now = now.plus(SETTLE.minusSeconds(1));
        pullAll();

        // Then
        assertThat(images).hasSize(1);
        now = now.plus(SETTLE);
        awaitImages("first", "half and half");
        now = now.plus(SETTLE);
        pullAll();
        assertThat(images).hasSize(2);
    }

    @Test
    void aFileThatIsMovedInIsReadAtOnce() throws IOException {
        Path made = elsewhere.resolve("moved.jpg");
        write(made, "moved");
        Files.setLastModifiedTime(made, FileTime.from(now.minusSeconds(3600)));

        Files.move(made, watched.resolve("moved.jpg"));

        awaitImages("first", "moved");
        assertThat(images.get(1).captureTime()).isEqualTo(now.minusSeconds(3600));
    }

    @Test
    void foldersThatAreMadeLaterAreWatchedToo() throws IOException {
        awaitImages("first");

        write(watched.resolve("new/deep/a.jpg"), "a");

        await().untilAsserted(() -> {
            now = now.plus(SETTLE);
            pullAll();
            assertThat(images).extracting(WatchSourceTest::text).containsExactly("first", "a");
        });
    }

    @Test
    void hiddenFilesAreLeftAlone() throws IOException {
        write(watched.resolve(".partial"), "hidden");
        write(watched.resolve("shown.jpg"), "shown");

        await().untilAsserted(() -> {
            now = now.plus(SETTLE);
            pullAll();
            assertThat(images).extracting(WatchSourceTest::text).containsExactly("first", "shown");
        });
    }

    @Test
    void whatTheCursorKnowsIsLeftOutUntilItChangesAndForgottenWhenItIsGone() throws IOException {
        // Given
        awaitImages("first");
        Path file = elsewhere.resolve("cursor");
        Cursor cursor = VersionCursor.open(file, "here");
        cursor.passed(images.get(0).position());
        cursor.passed("12 2026-01-01T00:00:00Z gone.jpg");
        cursor.close();
        images.clear();
        source.close();

        // When
        Cursor known = VersionCursor.open(file, "here");
        source = WatchSource.open(watched, "gate", SETTLE, CAP, known, clock);
        assertThat(known.count()).isEqualTo(1);
        write(watched.resolve("before/first.jpg"), "first again");

        // Then
        await().untilAsserted(() -> {
            now = now.plus(SETTLE);
            pullAll();
            assertThat(images).extracting(WatchSourceTest::text).containsExactly("first again");
        });
        known.close();
    }

    @Test
    void aFileIsNoDirectoryToWatch() {
        Path file = watched.resolve("before/first.jpg");

        assertThatThrownBy(() -> WatchSource.open(file, "gate", SETTLE, CAP, new NoCursor(), clock))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("expected a directory to watch, found a file at");
    }

    private void awaitImages(String... texts) {
        await().untilAsserted(() -> {
            pullAll();
            assertThat(images).extracting(WatchSourceTest::text).containsExactly(texts);
        });
    }

    /** The source has taken the event of this file when it has taken that of one made after it. */
    private void awaitSightingOf(Path file) throws Exception {
        Path marker = elsewhere.resolve(file.getFileName() + ".marker");
        write(marker, "marker");
        Files.setLastModifiedTime(marker, FileTime.from(Instant.EPOCH));
        Files.move(marker, watched.resolve("marker"));
        await().untilAsserted(() -> {
            pullAll();
            assertThat(images).extracting(WatchSourceTest::text).contains("marker");
        });
        images.removeIf(image -> text(image).equals("marker"));
    }

    private void pullAll() throws IOException, InterruptedException {
        while (source.pull(Duration.ofMillis(20)) instanceof Pull.Image next) {
            images.add(next.image());
        }
    }

    private static String text(RawImage image) {
        return new String(image.bytes(), StandardCharsets.UTF_8);
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
