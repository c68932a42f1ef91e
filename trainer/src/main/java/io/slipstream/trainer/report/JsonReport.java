package io.slipstream.trainer.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A command's report as a file of JSON, indented. */
public final class JsonReport {

    private JsonReport() {}

    /**
     * Writes a report; its directory is created when missing.
     *
     * @throws IOException if it cannot be written
     */
    public static void write(Path file, Record report) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        if (directory != null) {
            Files.createDirectories(directory);
        }
        ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
        Files.writeString(file, json.writeValueAsString(report) + System.lineSeparator());
    }
}
