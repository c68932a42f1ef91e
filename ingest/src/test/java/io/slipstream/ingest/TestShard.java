package io.slipstream.ingest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Tar files made by the tests. */
public final class TestShard {

    private TestShard() {}

    /** The files in their order, each with its text. */
    @SafeVarargs
    public static byte[] tar(Map.Entry<String, String>... files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            for (Map.Entry<String, String> file : files) {
                add(tar, file.getKey(), file.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        return bytes.toByteArray();
    }

    /** The images 000.jpg, 001.jpg and so on, good or not. */
    public static byte[] of(List<byte[]> images) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            for (int number = 0; number < images.size(); number++) {
                add(tar, "%03d.jpg".formatted(number), images.get(number));
            }
        }
        return bytes.toByteArray();
    }

    /** So many images, each of 3,000 bytes that say which it is. */
    public static byte[] ofImages(String name, int count) throws IOException {
        return of(IntStream.range(0, count)
                .mapToObj(number -> image(name, number).getBytes(StandardCharsets.UTF_8))
                .toList());
    }

    public static String image(String name, int number) {
        return (name + " " + number + ";").repeat(3_000).substring(0, 3_000);
    }

    private static void add(TarArchiveOutputStream tar, String path, byte[] content) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(path);
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
    }
}
