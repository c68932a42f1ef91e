package io.slipstream.trainer.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A program in another language that takes the same steps when it is told to: one line of JSON in, one line out.
 *
 * <p>First in: the settings; first out: {@code versions}. From then on in: {@code contender}, {@code steps},
 * {@code seconds}; out: {@code millis}, {@code processor-millis}, {@code parts}. What it writes to standard error is
 * passed on. It ends when its input does.
 */
final class ReferenceProcess implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long PATIENCE_SECONDS = 10;

    /** An interpreter and what it runs. */
    record Program(Path interpreter, Path script) {}

    private final Process process;
    private final Writer in;
    private final BufferedReader out;
    private final Map<String, String> versions = new LinkedHashMap<>();

    private ReferenceProcess(Process process) {
        this.process = process;
        in = process.outputWriter(StandardCharsets.UTF_8);
        out = process.inputReader(StandardCharsets.UTF_8);
    }

    /**
     * Starts the program, with none of the environment that tunes Slipstream's own memory and threads.
     *
     * @param environment what it gets instead
     * @throws IOException if it does not come up with these settings
     */
    static ReferenceProcess start(Program program, String settings, Map<String, String> environment)
            throws IOException {
        if (!Files.exists(program.script())) {
            throw new IOException("expected the reference program at " + program.script()
                    + ", found nothing; name it with --reference-script");
        }
        ProcessBuilder builder = new ProcessBuilder(
                        program.interpreter().toString(), program.script().toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().keySet().removeIf(name -> name.startsWith("OMP_") || name.startsWith("MALLOC_"));
        builder.environment().putAll(environment);
        ReferenceProcess process = new ReferenceProcess(builder.start());
        try {
            process.ask(settings)
                    .get("versions")
                    .properties()
                    .forEach(entry -> process.versions.put(
                            entry.getKey(), entry.getValue().asText()));
            return process;
        } catch (IOException | RuntimeException e) {
            process.close();
            throw e;
        }
    }

    private JsonNode ask(String line) throws IOException {
        in.write(line + "\n");
        in.flush();
        String answer = out.readLine();
        if (answer == null) {
            throw new IOException("the reference program has ended; what it said is above");
        }
        return JSON.readTree(answer);
    }

    Map<String, String> versions() {
        return versions;
    }

    /** One of the things that the program can do, to be measured under a name. */
    Contender contender(String name, String command) {
        return new Contender() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Turn run(Budget budget) throws IOException {
                Map<String, Object> request = new LinkedHashMap<>();
                request.put("contender", command);
                request.put("steps", budget.steps());
                request.put("seconds", Double.isInfinite(budget.seconds()) ? null : budget.seconds());
                return JSON.convertValue(turn(ask(JSON.writeValueAsString(request))), Turn.class);
            }
        };
    }

    private static Map<String, Object> turn(JsonNode answer) {
        return Map.of(
                "millis", answer.get("millis"),
                "processorMillis", answer.get("processor-millis"),
                "parts", answer.get("parts"));
    }

    @Override
    public void close() throws IOException {
        try {
            in.close();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        out.close();
    }
}
