package io.slipstream.ingest.camera;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipstream.schemas.image.ImageFile;
import io.slipstream.schemas.image.ImageSet;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CameraCommandTest {

    private final Path folder;
    private final StringWriter errors = new StringWriter();

    CameraCommandTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void anArchiveHoldsTheSameNumberOfImagesOfEveryClass() throws IOException {
        Path probe = folder.resolve("made/probe.zip");

        int exitCode = run("--out", probe.toString(), "--images", "160");

        assertThat(exitCode).isZero();
        Map<String, Integer> counts = counts(probe);
        assertThat(counts.keySet())
                .containsExactlyInAnyOrder(
                        "gear", "washer", "hex-nut", "bolt", "l-bracket", "spring", "perforated-plate", "t-joint");
        assertThat(counts.values()).containsOnly(20);
    }

    @Test
    void theSameSeedGivesTheSameBytesAndAnotherSeedOthers() throws IOException {
        run("--out", folder.resolve("a.zip").toString(), "--images", "40", "--seed", "3");
        run("--out", folder.resolve("b.zip").toString(), "--images", "40", "--seed", "3");
        run("--out", folder.resolve("c.zip").toString(), "--images", "40", "--seed", "4");

        byte[] first = Files.readAllBytes(folder.resolve("a.zip"));
        assertThat(Files.readAllBytes(folder.resolve("b.zip"))).isEqualTo(first);
        assertThat(Files.readAllBytes(folder.resolve("c.zip"))).isNotEqualTo(first);
    }

    @Test
    void afterTheNewPartTheArchiveHasANinthClass() throws IOException {
        Path probe = folder.resolve("probe.zip");

        run("--out", probe.toString(), "--images", "18", "--after", "new-part,lamp-change");

        assertThat(counts(probe)).hasSize(9).containsEntry("u-clip", 2);
    }

    @Test
    void wrongOptionsAreWrongUsage() {
        String out = folder.resolve("probe.zip").toString();

        assertThat(run("--out", out, "--size", "16")).isEqualTo(2);
        assertThat(run("--out", out, "--after", "earthquake")).isEqualTo(2);

        assertThat(errors.toString())
                .contains("--size: found 16, allowed: a whole number from 32 to 96")
                .contains("--after: found 'earthquake', allowed: lamp-change, new-part, lens-smear");
        assertThat(folder).isEmptyDirectory();
    }

    private int run(String... arguments) {
        return new CommandLine(new CameraCommand())
                .setOut(new PrintWriter(new StringWriter()))
                .setErr(new PrintWriter(errors))
                .execute(arguments);
    }

    private static Map<String, Integer> counts(Path archive) throws IOException {
        Map<String, Integer> counts = new TreeMap<>();
        try (ImageSet set = ImageSet.open(archive)) {
            while (set.hasNext()) {
                ImageFile file = set.next();
                counts.merge(file.label().orElseThrow(), 1, Integer::sum);
            }
        }
        return counts;
    }
}
