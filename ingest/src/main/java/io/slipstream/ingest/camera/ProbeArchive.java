package io.slipstream.ingest.camera;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A labelled probe set of the synthetic camera: a zip of {@code <class>/<number>.jpg}.
 *
 * <p>Classes and lines are balanced and the times independent, unlike on the stream. The same settings give the same
 * bytes on the same JDK.
 */
final class ProbeArchive {

    /** Times are drawn from this span: several swings of the daylight. */
    private static final Duration SPAN = Duration.ofHours(1);

    /** The same in every archive: a zip carries local time, and the epoch of its format is 1980. */
    private static final LocalDateTime ENTRY_TIME = LocalDateTime.of(1980, 1, 1, 0, 0, 0);

    private ProbeArchive() {}

    /**
     * Writes {@code images} images to {@code file}, which appears whole or not at all.
     *
     * @param after drift that has already happened when the probe is taken
     */
    static void write(Path file, CameraConfig config, List<DriftEvent.Kind> after, int images) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(part))) {
                write(zip, config, after, images);
            }
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static void write(ZipOutputStream zip, CameraConfig config, List<DriftEvent.Kind> after, int images)
            throws IOException {
        List<String> drift = after.stream().map(kind -> kind.word() + "@0s").toList();
        Camera camera = new Camera(config.withDrift(drift));
        List<PartClass> classes = PartClass.made(after.contains(DriftEvent.Kind.NEW_PART));
        SplittableRandom times = new SplittableRandom(config.seed());
        for (int image = 0; image < images; image++) {
            PartClass part = classes.get(image % classes.size());
            int line = image / classes.size() % camera.lines();
            Frame frame = camera.probe(line, image, Duration.ofMillis(times.nextLong(SPAN.toMillis())), part);
            ZipEntry entry = new ZipEntry(String.format(Locale.ROOT, "%s/%05d.jpg", part.label(), image));
            entry.setTimeLocal(ENTRY_TIME);
            zip.putNextEntry(entry);
            zip.write(frame.jpeg());
            zip.closeEntry();
        }
    }
}
