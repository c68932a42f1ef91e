package io.slipstream.evaluator.canonical;

import io.slipstream.schemas.image.ImageFile;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Images as a zip archive that is written once: whole or not at all, and never over another. */
final class KeptArchive {

    private KeptArchive() {}

    /**
     * Writes the archive and forces it to disk.
     *
     * @return whether it was written; false if another process was first
     */
    static boolean write(Path archive, List<ImageFile> images) throws IOException {
        Path directory = Files.createDirectories(archive.toAbsolutePath().getParent());
        Path staged = directory.resolve("." + archive.getFileName() + "~" + UUID.randomUUID());
        try {
            try (FileChannel channel =
                    FileChannel.open(staged, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                ZipOutputStream zip = new ZipOutputStream(Channels.newOutputStream(channel));
                fill(zip, images);
                zip.finish();
                channel.force(true);
            }
            // A link, because a move would replace what another process put there meanwhile.
            Files.createLink(archive, staged);
            return true;
        } catch (FileAlreadyExistsException other) {
            return false;
        } finally {
            Files.deleteIfExists(staged);
        }
    }

    private static void fill(ZipOutputStream zip, List<ImageFile> images) throws IOException {
        for (int i = 0; i < images.size(); i++) {
            ZipEntry entry = new ZipEntry("%05d-%s".formatted(i, name(images.get(i))));
            entry.setTime(0); // equal images give equal archives
            zip.putNextEntry(entry);
            zip.write(images.get(i).bytes());
            zip.closeEntry();
        }
    }

    private static String name(ImageFile image) {
        String path = image.path();
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
