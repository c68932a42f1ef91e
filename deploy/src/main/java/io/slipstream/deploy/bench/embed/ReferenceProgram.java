package io.slipstream.deploy.bench.embed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slipstream.evaluator.metric.Embeddings;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A program in another language that reads a directory of numbers and writes what it makes of them into {@code
 * answer.json} there. What it writes to standard output and error is passed on.
 *
 * @param interpreter that runs it
 * @param script its file
 */
public record ReferenceProgram(Path interpreter, Path script) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String QUESTION = "question.json";
    private static final String ANSWER = "answer.json";

    /** Numbers on their way to the program, in a directory of their own that closing removes. */
    public static final class Numbers implements AutoCloseable {

        private final Path directory;

        private Numbers(Path directory) {
            this.directory = directory;
        }

        /** An empty directory. */
        public static Numbers create() throws IOException {
            return new Numbers(Files.createTempDirectory("slipstream-bench-"));
        }

        /** Little-endian float32, row by row. */
        public void write(String name, Embeddings embeddings) throws IOException {
            ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(Float.BYTES, embeddings.values().length))
                    .order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(embeddings.values());
            Files.write(directory.resolve(name), bytes.array());
        }

        /** Little-endian int32. */
        public void write(String name, int[] numbers) throws IOException {
            try (OutputStream file = Files.newOutputStream(directory.resolve(name));
                    DataOutputStream out = new DataOutputStream(new BufferedOutputStream(file))) {
                for (int number : numbers) {
                    out.writeInt(Integer.reverseBytes(number));
                }
            }
        }

        @Override
        public void close() throws IOException {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    /**
     * Runs the program to its end, with none of the environment that tunes Slipstream's own memory and threads.
     *
     * @param question what it is to do
     * @throws IOException if there is no such program, or it fails
     */
    public JsonNode ask(Numbers numbers, Map<String, ?> question) throws IOException, InterruptedException {
        if (!Files.exists(script)) {
            throw new IOException(
                    "expected the reference program at " + script + ", found nothing; name it with --reference-script");
        }
        Files.writeString(numbers.directory.resolve(QUESTION), JSON.writeValueAsString(question));
        ProcessBuilder builder =
                new ProcessBuilder(interpreter.toString(), script.toString(), numbers.directory.toString()).inheritIO();
        builder.environment().keySet().removeIf(name -> name.startsWith("OMP_") || name.startsWith("MALLOC_"));
        Process process = builder.start();
        try {
            int status = process.waitFor();
            if (status != 0) {
                throw new IOException(script + ": expected exit status 0, found " + status + "; what it said is above");
            }
        } finally {
            process.destroyForcibly();
        }
        return JSON.readTree(numbers.directory.resolve(ANSWER).toFile());
    }
}
