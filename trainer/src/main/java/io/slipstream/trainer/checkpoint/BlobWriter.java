package io.slipstream.trainer.checkpoint;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;

/** Writes the files of one checkpoint and counts their bytes. */
final class BlobWriter {

    private static final int BUFFER = 64 << 10;

    private final BlobStore store;
    private final String model;
    private final long epoch;
    private long bytesWritten;

    BlobWriter(BlobStore store, String model, long epoch) {
        this.store = store;
        this.model = model;
        this.epoch = epoch;
    }

    /** Content given as numbers and bytes. */
    @FunctionalInterface
    interface Data {
        void writeTo(DataOutputStream out) throws IOException;
    }

    Blob put(BlobStore.Content content) throws IOException {
        BlobStore.Put put = store.put(model, epoch, content);
        bytesWritten += put.isNew() ? put.blob().bytes() : 0;
        return put.blob();
    }

    Blob putData(Data data) throws IOException {
        return put(channel -> write(data, channel));
    }

    Blob putBytes(byte[] bytes) throws IOException {
        return putData(out -> out.write(bytes));
    }

    /** Bytes of the files that were not there before. */
    long bytesWritten() {
        return bytesWritten;
    }

    /** Writes numbers, big-endian, and bytes to a channel, which stays open. */
    static void write(Data data, WritableByteChannel channel) throws IOException {
        DataOutputStream out =
                new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER));
        data.writeTo(out);
        out.flush();
    }
}
