package io.slipstream.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipstream.ingest.cursor.Cursor;
import io.slipstream.ingest.cursor.NoCursor;
import io.slipstream.ingest.cursor.VersionCursor;
import io.slipstream.schemas.config.ByteSize;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathSourceTest {

    private static final Instant MODIFIED = Instant.parse("2026-03-01T12:00:00Z");
    private static final ByteSize CAP = ByteSize.ofKiB(1);

    /** Sorted by class, as labelled sets are. */
    private static final List<String> NAMES = IntStream.range(0, 100)
            .mapToObj(number -> String.format(Locale.ROOT, "%s/%02d.jpg", number < 50 ? "cat" : "dog", number % 50))
            .toList();

    private final Path folder;

    PathSourceTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeEach
    void makeTheSameSetInEveryForm() throws IOException {
        Path directory = Files.createDirectory(folder.resolve("directory"));
        try (TarArchiveOutputStream tar = tar(Files.newOutputStream(folder.resolve("archive.tar")));
                TarArchiveOutputStream tgz =
                        tar(new GZIPOutputStream(Files.newOutputStream(folder.resolve("archive.tgz"))));
                ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(folder.resolve("archive.zip")))) {
            for (String name : NAMES) {
                Path file = directory.resolve(name);
                Files.createDirectories(file.getParent());
                Files.write(file, content(name));
                Files.setLastModifiedTime(file, FileTime.from(MODIFIED));
                put(tar, name);
                put(tgz, name);
                zip.putNextEntry(new ZipEntry(name));
                zip.write(content(name));
                zip.closeEntry();
            }
        }
        for (String archive : List.of("archive.tar", "archive.tgz", "archive.zip")) {
            Files.setLastModifiedTime(folder.resolve(archive), FileTime.from(MODIFIED));
        }
    }

    @ParameterizedTest
    @CsvSource({"AS_IS,60", "AS_IS,0", "SHUFFLED,60"})
    void anEntryHasItsOwnTimeOrWhereItSaysNoneThatOfItsArchive(Order order, long seconds) throws IOException {
        Instant written = seconds == 0 ? Instant.EPOCH : MODIFIED.minusSeconds(seconds);
        Path archive = folder.resolve("timed.tar");
        try (TarArchiveOutputStream tar = tar(Files.newOutputStream(archive))) {
            TarArchiveEntry entry = new TarArchiveEntry("a.jpg");
            entry.setModTime(FileTime.from(written));
            tar.putArchiveEntry(entry);
            tar.closeArchiveEntry();
        }
        Files.setLastModifiedTime(archive, FileTime.from(MODIFIED));

        assertThat(read("timed.tar", order, 1))
                .extracting(RawImage::captureTime)
                .containsExactly(MODIFIED.minusSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"directory", "archive.tar", "archive.tgz", "archive.zip"})
    void asItIsASetComesInItsOwnOrder(String set) throws IOException {
        List<RawImage> images = read(set, Order.AS_IS, 1);

        assertThat(images).extracting(PathSourceTest::text).isEqualTo(NAMES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"directory", "archive.tar", "archive.tgz", "archive.zip"})
    void shuffledEveryFileComesOnceAndTheClassesAreMixed(String set) throws IOException {
        List<RawImage> images = read(set, Order.SHUFFLED, 1);

        assertThat(images).extracting(PathSourceTest::text).containsExactlyInAnyOrderElementsOf(NAMES);
        long cats = images.subList(0, 50).stream()
                .filter(image -> text(image).startsWith("cat"))
                .count();
        assertThat(cats).isBetween(12L, 38L);
    }

    @Test
    void theSameSeedGivesTheSameOrderInEveryForm() throws IOException {
        List<String> order = read("archive.tar", Order.SHUFFLED, 5).stream()
                .map(PathSourceTest::text)
                .toList();

        assertThat(read("directory", Order.SHUFFLED, 5))
                .extracting(PathSourceTest::text)
                .isEqualTo(order);
        assertThat(read("archive.zip", Order.SHUFFLED, 6))
                .extracting(PathSourceTest::text)
                .isNotEqualTo(order);
    }

    @ParameterizedTest
    @ValueSource(strings = {"directory", "archive.tar"})
    void eventTimeIsWhenTheFileWasModifiedAndTheKeyIsTheConfiguredOne(String set) throws IOException {
        assertThat(read(set, Order.SHUFFLED, 1)).allSatisfy(image -> {
            assertThat(image.captureTime()).isEqualTo(MODIFIED);
            assertThat(image.source()).isEqualTo("somewhere");
            assertThat(image.origin()).contains(set).endsWith(".jpg");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"AS_IS", "SHUFFLED"})
    void ofALargeFileOnlyTheCapIsReadAndTheTrueSizeIsTold(Order order) throws IOException {
        Path large = Files.createDirectory(folder.resolve("large"));
        Files.write(large.resolve("large.jpg"), new byte[5000]);

        List<RawImage> images = read("large", order, 1);

        assertThat(images).singleElement().satisfies(image -> {
            assertThat(image.size()).isEqualTo(5000);
            assertThat(image.bytes()).hasSize(1024);
        });
    }

    @ParameterizedTest
    @CsvSource({"archive.tar,AS_IS", "archive.tgz,SHUFFLED", "archive.zip,SHUFFLED"})
    void anArchiveGoesOnAfterThePositionOfTheLastEntry(String set, Order order) throws IOException {
        List<RawImage> whole = read(set, order, 3);

        List<String> rest = new ArrayList<>();
        try (PathSource source = open(set, order, 3, Optional.of(whole.get(59).position()), new NoCursor())) {
            while (source.pull(Duration.ZERO) instanceof Pull.Image next) {
                rest.add(text(next.image()));
            }
        }

        assertThat(rest)
                .isEqualTo(whole.subList(60, 100).stream()
                        .map(PathSourceTest::text)
                        .toList());
    }

    @Test
    void aDirectoryLeavesOutTheVersionsThatTheCursorKnowsInWhateverOrder() throws IOException {
        Path file = folder.resolve("cursor");
        List<RawImage> whole = read("directory", Order.SHUFFLED, 1);
        try (Cursor cursor = VersionCursor.open(file, "here")) {
            whole.subList(0, 60).forEach(image -> cursor.passed(image.position()));
        }
        Files.writeString(folder.resolve("directory/cat/00.jpg"), "another version");
        Files.writeString(folder.resolve("directory/aardvark.jpg"), "a new file");

        List<String> rest = new ArrayList<>();
        try (Cursor cursor = VersionCursor.open(file, "here");
                PathSource source = open("directory", Order.AS_IS, 1, Optional.empty(), cursor)) {
            while (source.pull(Duration.ZERO) instanceof Pull.Image next) {
                rest.add(text(next.image()));
            }
        }

        Set<String> expected = new TreeSet<>(Set.of("another version", "a new file"));
        whole.subList(60, 100).forEach(image -> expected.add(text(image)));
        expected.remove("cat/00.jpg");
        assertThat(rest).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void thereIsNothingToReadWhereThereIsNothing() {
        assertThatThrownBy(() -> read("nowhere.tar", Order.SHUFFLED, 1))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("nowhere.tar");
    }

    @Test
    void aDamagedArchiveEndsTheSourceWithAnError() throws IOException {
        byte[] tar = Files.readAllBytes(folder.resolve("archive.tar"));
        Files.write(folder.resolve("damaged.tar"), Arrays.copyOf(tar, 20 * 1024 + 512 + 5));

        assertThatThrownBy(() -> read("damaged.tar", Order.AS_IS, 1))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("damaged.tar");
        assertThatThrownBy(() -> read("damaged.tar", Order.SHUFFLED, 1))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("damaged.tar");
    }

    private List<RawImage> read(String set, Order order, long seed) throws IOException {
        List<RawImage> images = new ArrayList<>();
        try (PathSource source = open(set, order, seed, Optional.empty(), new NoCursor())) {
            while (source.pull(Duration.ZERO) instanceof Pull.Image next) {
                images.add(next.image());
            }
        }
        return images;
    }

    private PathSource open(String set, Order order, long seed, Optional<String> last, Cursor cursor)
            throws IOException {
        Path path = folder.resolve(set);
        return Files.isDirectory(path)
                ? PathSource.directory(path, "somewhere", order, seed, CAP, cursor)
                : PathSource.archive(path, "somewhere", order, seed, CAP, last);
    }

    private static String text(RawImage image) {
        return new String(image.bytes(), StandardCharsets.UTF_8);
    }

    private static byte[] content(String name) {
        return name.getBytes(StandardCharsets.UTF_8);
    }

    private static TarArchiveOutputStream tar(OutputStream out) {
        return new TarArchiveOutputStream(out);
    }

    private static void put(TarArchiveOutputStream tar, String name) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(content(name).length);
        entry.setModTime(FileTime.from(MODIFIED));
        tar.putArchiveEntry(entry);
        tar.write(content(name));
        tar.closeArchiveEntry();
    }
}
