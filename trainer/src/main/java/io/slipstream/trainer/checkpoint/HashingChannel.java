package io.slipstream.trainer.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Hashes and counts what is written through it. Closing it leaves the channel behind it open. Not thread-safe. */
final class HashingChannel implements WritableByteChannel {

    private final @Nullable WritableByteChannel target;
    private final MessageDigest digest;
    private long bytes;

    /** Hashes only. */
    HashingChannel() {
        this(null);
    }

    /** Hashes what goes to {@code target}. */
    HashingChannel(@Nullable WritableByteChannel target) {
        this.target = target;
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        int count = source.remaining();
        digest.update(source.duplicate());
        bytes += count;
        if (target == null) {
            source.position(source.limit());
        }
        while (target != null && source.hasRemaining()) {
            target.write(source);
        }
        return count;
    }

    /** Bytes written so far. */
    long bytes() {
        return bytes;
    }

    /** SHA-256 of all that was written, 64 lower-case hexadecimal digits; nothing may be written afterwards. */
    String sha256() {
        return HexFormat.of().formatHex(digest.digest());
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void close() {}
}
