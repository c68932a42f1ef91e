package io.slipstream.ingest.cursor;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A file of one line that names a source and one line for each fingerprint; grows at its end, survives a crash. */
final class VersionLog implements Closeable {

    private static final Logger log = LoggerFactory.getLogger(VersionLog.class);
    private static final String HEADER = "slipstream cursor of ";
    private static final int LINE = 33;
    private static final int LONGEST_HEADER = 1 << 16;

    private final CursorFile file;
    private final String header;
    private FileChannel channel;
    private long lines;

    private VersionLog(CursorFile file, String header) throws IOException {
        this.file = file;
        this.header = header;
        this.channel = FileChannel.open(file.path(), StandardOpenOption.WRITE);
    }

    /** Opens the file, making it if need be, and adds what it lists to {@code versions}. */
    static VersionLog open(CursorFile file, String source, Set<Fingerprint> versions) throws IOException {
        String header = HEADER + source + "\n";
        if (!file.exists()) {
            file.replace(header.getBytes(StandardCharsets.UTF_8));
        }
        VersionLog versionLog = new VersionLog(file, header);
        try {
            versionLog.read(source, versions);
            return versionLog;
        } catch (IOException failure) {
            versionLog.close();
            throw failure;
        }
    }

    private void read(String source, Set<Fingerprint> versions) throws IOException {
        long whole;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file.path()))) {
            String found = line(in, LONGEST_HEADER);
            if (!found.startsWith(HEADER)) {
                throw new IOException("expected a cursor in " + file.path() + ", found another file");
            }
            file.requireSource(source, found.substring(HEADER.length()));
            whole = header.getBytes(StandardCharsets.UTF_8).length;
            for (byte[] next = in.readNBytes(LINE); next.length == LINE; next = in.readNBytes(LINE)) {
                if (!add(next, versions)) {
                    break;
                }
                whole += LINE;
                lines++;
            }
        }
        cutOff(whole);
    }

    /** What a crash left unfinished is cut off; the images in question are sent again. */
    private void cutOff(long whole) throws IOException {
        if (channel.size() > whole) {
            log.atWarn()
                    .addKeyValue("cursor", file.path())
                    .addKeyValue("bytes", channel.size() - whole)
                    .log("The end of the cursor was not written to its end and is dropped");
            channel.truncate(whole);
        }
        channel.position(whole);
    }

    private static boolean add(byte[] line, Set<Fingerprint> versions) {
        try {
            String text = new String(line, 0, LINE - 1, StandardCharsets.US_ASCII);
            versions.add(Fingerprint.parse(text));
            return line[LINE - 1] == '\n';
        } catch (IllegalArgumentException unfinished) {
            return false;
        }
    }

    private static String line(InputStream in, int longest) throws IOException {
        byte[] bytes = new byte[longest];
        int length = 0;
        for (int next = in.read(); next >= 0 && next != '\n' && length < longest; next = in.read()) {
            bytes[length++] = (byte) next;
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    long lines() {
        return lines;
    }

    /** Adds lines at the end and forces them to disk. */
    void append(Collection<Fingerprint> added) throws IOException {
        write(channel, text(added));
        channel.force(false);
        lines += added.size();
    }

    /** Replaces all lines. */
    void rewrite(Collection<Fingerprint> all) throws IOException {
        file.replace((header + text(all)).getBytes(StandardCharsets.UTF_8));
        channel.close();
        channel = FileChannel.open(file.path(), StandardOpenOption.WRITE, StandardOpenOption.APPEND);
        lines = all.size();
    }

    private static String text(Collection<Fingerprint> fingerprints) {
        StringBuilder text = new StringBuilder(fingerprints.size() * LINE);
        fingerprints.forEach(fingerprint -> text.append(fingerprint).append('\n'));
        return text.toString();
    }

    private static void write(FileChannel channel, String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
