package io.slipstream.deploy.bench.embed;

import io.slipstream.ingest.camera.CameraCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import picocli.CommandLine;

/** A labelled set of the synthetic camera in a file, as {@code slipstream camera --out} makes it. */
public final class CameraArchive {

    private CameraArchive() {}

    /**
     * Writes the archive, in the format that the file's name ends in.
     *
     * @param side of the square images in pixels
     * @throws IOException if the camera cannot write it
     */
    public static void write(Path archive, int images, long seed, int side) throws IOException {
        int status = new CommandLine(new CameraCommand())
                .setOut(new PrintWriter(new StringWriter()))
                .execute("--out=" + archive, "--images=" + images, "--seed=" + seed, "--size=" + side);
        if (status != 0) {
            throw new IOException(archive + ": the camera ended with status " + status);
        }
    }
}
