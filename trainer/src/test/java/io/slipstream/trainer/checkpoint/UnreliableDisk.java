package io.slipstream.trainer.checkpoint;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * A disk that fails at the n-th step, and after a power cut keeps nothing but what it was told to force.
 *
 * <p>Once the power is cut, contents that were not forced are empty, and files and directories whose names were not are
 * gone with all they hold.
 */
final class UnreliableDisk extends Disk {

    /** Thrown instead of the step at which the process dies. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    private final Set<Path> unforcedContents = new LinkedHashSet<>();
    private final Deque<Path> unforcedNames = new ArrayDeque<>();
    private int stepsLeft;
    private boolean kills;
    private boolean dead;
    private int steps;

    /** Works until told otherwise. */
    UnreliableDisk() {
        this.stepsLeft = Integer.MAX_VALUE;
    }

    /** The step after so many more is the process's last, and is not done. */
    void killAfter(int more) {
        stepsLeft = more;
        kills = true;
    }

    /** The step after so many more is refused, as by a full disk; those after it work. */
    void refuseAfter(int more) {
        stepsLeft = more;
        kills = false;
    }

    /** Steps done so far. */
    int steps() {
        return steps;
    }

    /** Forgets what was not forced. */
    void cutPower() throws IOException {
        for (Path file : unforcedContents) {
            if (Files.exists(file)) {
                Files.write(file, new byte[0]);
            }
        }
        while (!unforcedNames.isEmpty()) {
            deleteAll(unforcedNames.pop());
        }
    }

    private static void deleteAll(Path lost) throws IOException {
        if (Files.isDirectory(lost)) {
            try (DirectoryStream<Path> children = Files.newDirectoryStream(lost)) {
                for (Path child : children) {
                    deleteAll(child);
                }
            }
        }
        Files.deleteIfExists(lost);
    }

    private void step() throws IOException {
        if (dead) {
            throw new Killed();
        }
        if (stepsLeft-- == 0) {
            dead = kills;
            if (kills) {
                throw new Killed();
            }
            throw new IOException("No space left on device");
        }
        steps++;
    }

    @Override
    void createDirectory(Path directory) throws IOException {
        step();
        super.createDirectory(directory);
        unforcedNames.push(directory);
    }

    @Override
    FileChannel create(Path file) throws IOException {
        step();
        FileChannel channel = super.create(file);
        unforcedContents.add(file);
        unforcedNames.push(file);
        return channel;
    }

    @Override
    void force(Path file, FileChannel channel) throws IOException {
        step();
        super.force(file, channel);
        unforcedContents.remove(file);
    }

    @Override
    void rename(Path from, Path to) throws IOException {
        step();
        super.rename(from, to);
        unforcedNames.push(to);
        if (unforcedContents.remove(from)) {
            unforcedContents.add(to);
        }
    }

    @Override
    void forceDirectory(Path directory) throws IOException {
        step();
        super.forceDirectory(directory);
        unforcedNames.removeIf(name -> directory.equals(name.getParent()));
    }

    @Override
    void delete(Path file) throws IOException {
        step();
        super.delete(file);
    }
}
