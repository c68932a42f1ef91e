package io.slipstream.ingest.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipstream.schemas.image.ImageFile;
import io.slipstream.schemas.image.ImageSet;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class FuzzCommandTest {

    private final Path folder;
    private final StringWriter said = new StringWriter();
    private final StringWriter errors = new StringWriter();

    FuzzCommandTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private int run(String... arguments) {
        return new CommandLine(new FuzzCommand())
                .setOut(new PrintWriter(said))
                .setErr(new PrintWriter(errors))
                .execute(arguments);
    }

    @Test
    void everyImageIsAcceptedOrRefusedWithAReason() {
        int exitCode = run("--check", "--count", "400", "--seed", "11");

        assertThat(exitCode).as(said.toString()).isZero();
        assertThat(said.toString())
                .contains("400 images", "accepted", "refused: TRUNCATED", "refused: UNDECODABLE", "slowest")
                .doesNotContain("CRASHED", "HUNG", "FAILED");
    }

    @Test
    void theSameSeedGivesTheSameArchiveAndAnotherSeedAnother() throws IOException {
        run("--out", folder.resolve("a.tar").toString(), "--count", "60", "--seed", "3");
        run("--out", folder.resolve("b.tar").toString(), "--count", "60", "--seed", "3");
        run("--out", folder.resolve("c.tar").toString(), "--count", "60", "--seed", "4");

        byte[] first = Files.readAllBytes(folder.resolve("a.tar"));
        assertThat(Files.readAllBytes(folder.resolve("b.tar"))).isEqualTo(first);
        assertThat(Files.readAllBytes(folder.resolve("c.tar"))).isNotEqualTo(first);
        assertThat(folder).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void theArchiveHoldsEveryCaseUnderItsName() throws IOException {
        run("--out", folder.resolve("a.tar").toString(), "--count", "50");

        int files = 0;
        try (ImageSet set = ImageSet.open(folder.resolve("a.tar"))) {
            while (set.hasNext()) {
                ImageFile file = set.next();
                assertThat(file.path()).matches("0*" + files + "-[a-z-]+-[A-Za-z0-9-]+\\.[a-z]+");
                files++;
            }
        }
        assertThat(files).isEqualTo(50);
    }

    @Test
    void imagesOfOnesOwnAreDamagedAsWell() throws IOException {
        Path images = Files.createDirectory(folder.resolve("images"));
        for (Seed seed : SeedImages.synthetic()) {
            Files.write(images.resolve(seed.name()), seed.bytes());
        }
        Files.writeString(images.resolve("readme.txt"), "not an image");

        assertThat(run("--images", images.toString(), "--check", "--count", "50"))
                .isZero();
        assertThat(said.toString()).contains("50 images");
    }

    @Test
    void wrongUsageIsExplained() {
        assertThat(run("--check", "--count", "0")).isEqualTo(2);
        assertThat(run("--count", "5")).isEqualTo(2);
        assertThat(run("--check", "--to-topic", "images.raw")).isEqualTo(2);
        assertThat(errors.toString()).contains("--count and --hang: allowed: a whole number from 1 on");
    }
}
