package io.slipstream.ingest.source;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.FileVisitor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files and folders under a folder; names that start with a dot, links and special files are passed over. */
final class FileTree {

    private static final Logger log = LoggerFactory.getLogger(FileTree.class);

    private final List<Path> folders = new ArrayList<>();
    private final List<Path> files = new ArrayList<>();

    private FileTree() {}

    static FileTree walk(Path root) throws IOException {
        FileTree tree = new FileTree();
        Files.walkFileTree(root, tree.collector(root));
        return tree;
    }

    /** The folders, the root first. */
    List<Path> folders() {
        return folders;
    }

    /** The files, sorted by path. */
    List<Path> files() {
        return files.stream().sorted().toList();
    }

    static boolean isHidden(Path path) {
        return String.valueOf(path.getFileName()).startsWith(".");
    }

    private FileVisitor<Path> collector(Path root) {
        return new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                if (!folder.equals(root) && isHidden(folder)) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                folders.add(folder);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile() && !isHidden(file)) {
                    files.add(file);
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
        };
    }
}
