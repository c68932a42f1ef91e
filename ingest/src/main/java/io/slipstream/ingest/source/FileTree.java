package io.slipstream.ingest.source;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Walks the files under a folder; names that start with a dot, links and special files are passed over. */
final class FileTree extends SimpleFileVisitor<Path> {

    /** What to do with a folder before its files are listed. */
    @FunctionalInterface
    interface FolderAction {
        void enter(Path folder) throws IOException;
    }

    private static final Logger log = LoggerFactory.getLogger(FileTree.class);

    private final Path root;
    private final FolderAction action;
    private final List<FileVersion> files = new ArrayList<>();

    private FileTree(Path root, FolderAction action) {
        this.root = root;
        this.action = action;
    }

    /** The files under {@code root}, sorted by path. */
    static List<FileVersion> files(Path root) throws IOException {
        return files(root, folder -> {});
    }

    /** As {@link #files(Path)}; {@code action} is called with every folder, the root first. */
    static List<FileVersion> files(Path root, FolderAction action) throws IOException {
        FileTree tree = new FileTree(root, action);
        Files.walkFileTree(root, tree);
        tree.files.sort(Comparator.comparing(FileVersion::file));
        return tree.files;
    }

    static boolean isHidden(Path path) {
        return String.valueOf(path.getFileName()).startsWith(".");
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
        if (!folder.equals(root) && isHidden(folder)) {
            return FileVisitResult.SKIP_SUBTREE;
        }
        action.enter(folder);
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        if (attributes.isRegularFile() && !isHidden(file)) {
            files.add(FileVersion.of(file, attributes));
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path path, IOException failure) throws IOException {
        if (path.equals(root)) {
            throw failure;
        }
        log.atWarn().addKeyValue("path", path).setCause(failure).log("Passed over what could not be read");
        return FileVisitResult.CONTINUE;
    }
}
