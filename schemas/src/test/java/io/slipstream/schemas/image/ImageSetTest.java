package io.slipstream.schemas.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipstream.schemas.config.ByteSize;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageSetTest {

    /** In the order in which a walk finds them; the archives hold the same order. */
    private static final Map<String, Integer> FILES = files();

    private final Path folder;

    ImageSetTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private static Map<String, Integer> files() {
        Map<String, Integer> files = new LinkedHashMap<>();
        files.put("README.md", 40);
        files.put("cats/a.jpg", 100);
        files.put("cats/b.jpg", 200);
        files.put("cats/tabby/0.jpg", 0);
        files.put("dogs/c.png", 5_000);
        return files;
    }

    @ParameterizedTest
    @ValueSource(strings = {"set", "set.tar", "set.tar.gz", "SET.TGZ", "set.zip"})
    void everyVisibleFileIsReturnedInOrderWithItsLabel(String name) throws IOException {
        Path set = write(name, FILES);

        List<ImageFile> files = read(set, ByteSize.ofMiB(1));

        assertThat(files).extracting(ImageFile::path).containsExactlyElementsOf(FILES.keySet());
        assertThat(files)
                .extracting(ImageFile::label)
                .containsExactly(
                        Optional.empty(),
                        Optional.of("cats"),
                        Optional.of("cats"),
                        Optional.of("tabby"),
                        Optional.of("dogs"));
        assertThat(files).allSatisfy(file -> {
            assertThat(file.isComplete()).isTrue();
            assertThat(file.bytes()).isEqualTo(content(file.path(), FILES.getOrDefault(file.path(), -1)));
        });
        assertThat(read(set, ByteSize.ofMiB(1))).extracting(ImageFile::path).containsExactlyElementsOf(FILES.keySet());
    }

    @ParameterizedTest
    @ValueSource(strings = {"set", "set.tar", "set.tgz", "set.zip"})
    void ofALargeFileTheFirstBytesAndTheTrueSizeAreKept(String name) throws IOException {
        ImageFile large = read(write(name, FILES), new ByteSize(1_000)).get(4);

        assertThat(large.size()).isEqualTo(5_000);
        assertThat(large.bytes()).hasSize(1_000);
        assertThat(large.isComplete()).isFalse();
        assertThat(large.problem()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"set", "set.tar", "set.zip"})
    void hiddenFilesArePassedOver(String name) throws IOException {
        Map<String, Integer> files = new LinkedHashMap<>();
        files.put("._a.jpg", 10);
        files.put(".DS_Store", 10);
        files.put("a.jpg", 10);
        files.put("cats/._b.jpg", 10);
        files.put(".cache/c.jpg", 10);
        files.put("__MACOSX/cats/._b.jpg", 10);

        assertThat(read(write(name, files), ByteSize.ofMiB(1)))
                .extracting(ImageFile::path)
                .containsExactly("a.jpg");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../outside.jpg", "cats/../../outside.jpg", "/etc/passwd", "C:/a.jpg", "cats\\..\\a.jpg"})
    void anArchiveEntryThatLeadsOutsideIsRefused(String entry) throws IOException {
        for (String name : List.of("set.tar", "set.zip")) {
            Path archive = write(name, Map.of(entry, 10));

            assertThatThrownBy(() -> read(archive, ByteSize.ofMiB(1)))
                    .isInstanceOf(UncheckedIOException.class)
                    // Zip entries made on Windows are read with their separators turned round.
                    .message()
                    .matches(text -> text.contains(entry) || text.contains(entry.replace('\\', '/')))
                    .contains(name);
        }
    }

    @Test
    void linksAndFoldersInATarArePassedOver() throws IOException {
        Path archive = folder.resolve("set.tar");
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(Files.newOutputStream(archive))) {
            tar.putArchiveEntry(new TarArchiveEntry("./cats/"));
            tar.closeArchiveEntry();
            TarArchiveEntry link = new TarArchiveEntry("cats/link.jpg", TarConstants.LF_SYMLINK);
            link.setLinkName("/etc/passwd");
            tar.putArchiveEntry(link);
            tar.closeArchiveEntry();
            add(tar, "./cats/a.jpg", 10);
        }

        assertThat(read(archive, ByteSize.ofMiB(1))).extracting(ImageFile::path).containsExactly("cats/a.jpg");
    }

    @Test
    void aLinkInADirectoryIsPassedOver() throws IOException {
        Path set = write("set", Map.of("a.jpg", 10));
        Files.createSymbolicLink(set.resolve("b.jpg"), set.resolve("a.jpg"));
        Files.createSymbolicLink(set.resolve("loop"), set);

        assertThat(read(set, ByteSize.ofMiB(1))).extracting(ImageFile::path).containsExactly("a.jpg");
    }

    @Test
    void aTarThatIsCutOffFailsWithItsName() throws IOException {
        Path archive = write("set.tar", Map.of("a.jpg", 5_000));
        byte[] whole = Files.readAllBytes(archive);
        Files.write(archive, Arrays.copyOf(whole, 2_000));

        assertThatThrownBy(() -> read(archive, ByteSize.ofMiB(1)))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("set.tar");
    }

    @Test
    void aDamagedZipEntryIsReturnedWithItsProblem() throws IOException {
        Map<String, Integer> files = new LinkedHashMap<>();
        files.put("a.jpg", 5_000);
        files.put("b.jpg", 10);
        Path archive = write("set.zip", files);
        byte[] bytes = Files.readAllBytes(archive);
        Arrays.fill(bytes, 40, 60, (byte) 0x55);
        Files.write(archive, bytes);

        List<ImageFile> read = read(archive, ByteSize.ofMiB(1));

        assertThat(read).extracting(ImageFile::path).containsExactly("a.jpg", "b.jpg");
        assertThat(read.get(0).problem()).isPresent();
        assertThat(read.get(1).isComplete()).isTrue();
    }

    @Test
    void anEmptyDirectoryHasNoFiles() throws IOException {
        try (ImageSet set = ImageSet.open(folder)) {
            assertThat(set.hasNext()).isFalse();
            assertThatThrownBy(set::next).isInstanceOf(NoSuchElementException.class);
        }
    }

    @Test
    void anythingElseIsRefused() throws IOException {
        Path rar = Files.write(folder.resolve("set.rar"), new byte[10]);
        Path fake = Files.write(folder.resolve("set.tgz"), new byte[10]);

        assertThatThrownBy(() -> ImageSet.open(rar))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("set.rar");
        assertThatThrownBy(() -> ImageSet.open(fake))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("set.tgz");
        assertThatThrownBy(() -> ImageSet.open(folder.resolve("none")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("nothing at");
    }

    private static List<ImageFile> read(Path path, ByteSize cap) throws IOException {
        try (ImageSet set = ImageSet.open(path, cap)) {
            List<ImageFile> files = new ArrayList<>();
            set.forEachRemaining(files::add);
            return files;
        }
    }

    private static byte[] content(String path, int size) {
        byte[] bytes = new byte[size];
        new Random(path.hashCode()).nextBytes(bytes);
        return bytes;
    }

    private Path write(String name, Map<String, Integer> files) throws IOException {
        Path path = folder.resolve(name);
        String kind = name.toLowerCase(Locale.ROOT);
        if (kind.endsWith(".zip")) {
            Files.write(path, zip(files));
        } else if (kind.endsWith(".tar")) {
            Files.write(path, tar(files));
        } else if (kind.endsWith("gz")) {
            try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(path))) {
                out.write(tar(files));
            }
        } else {
            for (Map.Entry<String, Integer> file : files.entrySet()) {
                Path target = path.resolve(file.getKey());
                Files.createDirectories(target.getParent());
                Files.write(target, content(file.getKey(), file.getValue()));
            }
        }
        return path;
    }

    private static byte[] tar(Map<String, Integer> files) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
            for (Map.Entry<String, Integer> file : files.entrySet()) {
                add(tar, file.getKey(), file.getValue());
            }
        }
        return out.toByteArray();
    }

    private static void add(TarArchiveOutputStream tar, String name, int size) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name, true);
        // The constructor turns backslashes into slashes and drops drive letters on some systems.
        entry.setName(name);
        entry.setSize(size);
        tar.putArchiveEntry(entry);
        tar.write(content(name, size));
        tar.closeArchiveEntry();
    }

    private static byte[] zip(Map<String, Integer> files) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, Integer> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(content(file.getKey(), file.getValue()));
                zip.closeEntry();
            }
        }
        return out.toByteArray();
    }
}
