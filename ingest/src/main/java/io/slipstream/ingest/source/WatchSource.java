package io.slipstream.ingest.source;

import io.slipstream.ingest.cursor.Cursor;
import io.slipstream.schemas.config.ByteSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of a directory and its folders, and for ever those that are written there or moved in later.
 *
 * <p>A file is read when it has settled, see {@link Settling}; one that changes later is read again. Event time is when
 * the file was last modified. What the cursor knows is left out: a new process goes on where the last one ended.
 */
public final class WatchSource implements ImageSource {

    private static final Logger log = LoggerFactory.getLogger(WatchSource.class);

    private final Path root;
    private final Clock clock;
    private final FileRead reader;
    private final Cursor cursor;
    private final Settling settling;
    private final WatchService watcher;
    private final Map<WatchKey, Path> watched = new HashMap<>();
    private final Deque<FileVersion> whole = new ArrayDeque<>();
    private final Duration lookEvery;
    private Instant nextLook = Instant.MIN;

    private WatchSource(Path root, FileRead reader, Duration settle, Cursor cursor, Clock clock) throws IOException {
        this.root = root;
        this.clock = clock;
        this.reader = reader;
        this.cursor = cursor;
        this.settling = new Settling(settle);
        this.lookEvery = settle.dividedBy(4);
        this.watcher = root.getFileSystem().newWatchService();
    }

    /**
     * Starts watching.
     *
     * @param key source key of every image
     * @param settle how long a file must stay unchanged before it is read
     * @param cap as much of each file as is read
     * @param cursor what was sent before; forgets what is not there any more
     * @param clock the clock that file times are compared with
     * @throws IOException if there is no readable directory
     */
    public static WatchSource open(
            Path directory, String key, Duration settle, ByteSize cap, Cursor cursor, Clock clock) throws IOException {
        if (!Files.isDirectory(directory)) {
            throw new IOException("expected a directory to watch, found "
                    + (Files.exists(directory) ? "a file at " : "nothing at ") + directory);
        }
        FileRead reader = new FileRead(directory, key, Math.toIntExact(cap.bytes()));
        WatchSource source = new WatchSource(directory, reader, settle, cursor, clock);
        try {
            List<FileVersion> there = source.add(directory);
            cursor.retain(there.stream().map(file -> file.position(directory)).toList());
            return source;
        } catch (IOException failure) {
            source.close();
            throw failure;
        }
    }

    @Override
    public Pull pull(Duration patience) throws IOException, InterruptedException {
        if (whole.isEmpty()) {
            boolean changes = listen(patience);
            Instant now = clock.instant();
            if (changes || !now.isBefore(nextLook)) {
                nextLook = now.plus(lookEvery);
                whole.addAll(settling.whole(now));
            }
        }
        FileVersion file = whole.poll();
        return file == null ? new Pull.Nothing() : new Pull.Image(reader.read(file));
    }

    /** Takes every event there is, waiting for the first one; false if there was none. */
    private boolean listen(Duration patience) throws IOException, InterruptedException {
        WatchKey key = watcher.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
        boolean changes = key != null;
        while (key != null) {
            Path folder = watched.get(key);
            for (WatchEvent<?> event : key.pollEvents()) {
                handle(folder, event);
            }
            if (!key.reset()) {
                watched.remove(key);
                if (root.equals(folder)) {
                    throw new IOException("The watched directory is gone: " + root);
                }
            }
            key = watcher.poll();
        }
        return changes;
    }

    private void handle(@Nullable Path folder, WatchEvent<?> event) throws IOException {
        if (event.kind() == StandardWatchEventKinds.OVERFLOW || folder == null) {
            log.atInfo()
                    .addKeyValue("directory", root)
                    .log("More changes than could be told; looking through the whole directory");
            add(root);
            return;
        }
        Path path = folder.resolve((Path) event.context());
        if (FileTree.isHidden(path)) {
            return;
        }
        if (event.kind() == StandardWatchEventKinds.ENTRY_DELETE) {
            settling.gone(path).ifPresent(version -> cursor.forget(version.position(root)));
        } else if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            add(path);
        } else {
            FileVersion.of(path).ifPresent(this::see);
        }
    }

    /** Watches a folder and all below it, and looks at what is there: it may have come before the watch did. */
    private List<FileVersion> add(Path folder) throws IOException {
        List<FileVersion> files = FileTree.files(folder, this::watch);
        files.forEach(this::see);
        return files;
    }

    private void see(FileVersion version) {
        if (cursor.contains(version.position(root))) {
            settling.skip(version);
        } else {
            settling.seen(version, clock.instant());
        }
    }

    private void watch(Path folder) throws IOException {
        WatchKey key = folder.register(
                watcher,
                StandardWatchEventKinds.ENTRY_CREATE,
                StandardWatchEventKinds.ENTRY_MODIFY,
                StandardWatchEventKinds.ENTRY_DELETE);
        watched.put(key, folder);
    }

    @Override
    public void close() throws IOException {
        watcher.close();
    }
}
