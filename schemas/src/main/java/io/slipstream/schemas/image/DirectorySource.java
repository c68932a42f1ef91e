package io.slipstream.schemas.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Walks a directory depth first; holds the names of the folders on the way down, not of the whole tree. */
final class DirectorySource implements FileSource {

    private static final Logger log = LoggerFactory.getLogger(DirectorySource.class);

    private final Path root;
    private final int cap;
    private final Deque<Iterator<Path>> open = new ArrayDeque<>();

    DirectorySource(Path root, int cap) throws IOException {
        this.root = root;
        this.cap = cap;
        open.push(children(root));
    }

    @Override
    public @Nullable ImageFile next() throws IOException {
        while (!open.isEmpty()) {
            if (!open.element().hasNext()) {
                open.pop();
                continue;
            }
            Path path = open.element().next();
            if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                open.push(children(path));
            } else if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
                return read(path);
            } else {
                log.atWarn().addKeyValue("path", path).log("Passed over a link or special file");
            }
        }
        return null;
    }

    private ImageFile read(Path path) {
        EntryPath entry =
                new EntryPath(StreamSupport.stream(root.relativize(path).spliterator(), false)
                        .map(Path::toString)
                        .toList());
        long size = -1;
        try (InputStream in = Files.newInputStream(path)) {
            size = Files.size(path);
            byte[] bytes = in.readNBytes(cap);
            return entry.file(
                    bytes.length < cap ? bytes.length : Math.max(size, bytes.length), bytes, Optional.empty());
        } catch (IOException unreadable) {
            return entry.unreadable(size, unreadable);
        }
    }

    private static Iterator<Path> children(Path folder) throws IOException {
        try (Stream<Path> children = Files.list(folder)) {
            List<Path> visible = children.filter(
                            path -> !path.getFileName().toString().startsWith("."))
                    .sorted(Comparator.comparing(path -> path.getFileName().toString()))
                    .toList();
            return visible.iterator();
        }
    }

    @Override
    public void close() {
        open.clear();
    }
}
