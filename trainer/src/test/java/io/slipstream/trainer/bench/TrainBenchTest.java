package io.slipstream.trainer.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class TrainBenchTest {

    private static final String PYTHON = System.getProperty("reference.python", "");

    private final Path directory;
    private final Path json;

    TrainBenchTest(@TempDir Path directory) {
        this.directory = directory;
        this.json = directory.resolve("report.json");
    }

    @Test
    void aReportSaysWhatWasMeasuredOnWhat() throws IOException {
        JsonNode report = measure("--network", "vit-slim", "--steps", "3", "--rounds", "2");

        assertThat(report.at("/machine/cores").asInt()).isPositive();
        assertThat(report.at("/versions/libtorch").asText()).isNotEmpty();
        assertThat(report.at("/workload/method").asText()).isEqualTo("byol");
        assertThat(report.at("/workload/network").asText()).isEqualTo("vit-slim");
        assertThat(report.at("/workload/batch").asInt()).isEqualTo(8);
        assertThat(report.at("/workload/image-size").asInt()).isEqualTo(16);
        assertThat(report.at("/workload/threads").asInt()).isEqualTo(1);
        assertThat(report.at("/workload/encoder-weights").asInt()).isPositive();
        assertThat(names(report.get("measurements"))).containsExactly("slipstream step", "slipstream pipeline");
        JsonNode step = report.at("/measurements/0");
        assertThat(step.get("steps").asInt()).isEqualTo(6);
        assertThat(step.at("/millis/lower").asDouble())
                .isLessThanOrEqualTo(step.at("/millis/median").asDouble());
        assertThat(step.get("parts").fieldNames())
                .toIterable()
                .containsExactly("views", "teacher", "student", "backward", "update", "report");
        assertThat(report.get("ratios")).isEmpty();
    }

    @Test
    void theTraceHasEveryStepOfWarmUpAndTurns() throws IOException {
        Path trace = directory.resolve("trace.csv");

        measure("--measure", "step", "--steps", "2", "--rounds", "1", "--trace", trace.toString());

        List<String> lines = Files.readAllLines(trace);
        assertThat(lines.get(0)).isEqualTo("measured,step,milliseconds,resident-mb,native-arrays");
        assertThat(lines).hasSize(1 + 20 + 2);
        assertThat(lines.get(22)).startsWith("slipstream step,22,");
    }

    @Test
    void whatDoesNotFitIsRefusedWithTheKey() {
        StringWriter errors = new StringWriter();

        int exit = command(errors).execute("--recipe", "unheard-of");

        assertThat(exit).isEqualTo(2);
        assertThat(errors.toString()).contains("found 'unheard-of'", "byol");
    }

    @Test
    void pyTorchTakesTurns() throws IOException {
        assumeTrue(!PYTHON.isEmpty(), "needs a Python with PyTorch: -Dreference.python=PATH");

        JsonNode report = measure(
                "--steps",
                "2",
                "--rounds",
                "1",
                "--reference",
                PYTHON,
                "--reference-script",
                "../deploy/bench/train.py");

        assertThat(report.at("/versions/reference/encoder-weights").asInt())
                .isEqualTo(report.at("/workload/encoder-weights").asInt());
        assertThat(names(report.get("measurements"))).contains("pytorch step", "pytorch pipeline, 2 workers");
        assertThat(report.get("ratios")).hasSize(6);
    }

    private JsonNode measure(String... arguments) throws IOException {
        List<String> all = new ArrayList<>(
                List.of("--image-size", "16", "--batch", "8", "--threads", "1", "--json", json.toString()));
        all.addAll(Arrays.asList(arguments));
        StringWriter errors = new StringWriter();
        assertThat(command(errors).execute(all.toArray(String[]::new)))
                .as(errors.toString())
                .isZero();
        return new ObjectMapper().readTree(json.toFile());
    }

    private static CommandLine command(StringWriter errors) {
        return new CommandLine(new TrainBenchCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setErr(new PrintWriter(errors, true));
    }

    private static List<String> names(JsonNode measurements) {
        return StreamSupport.stream(measurements.spliterator(), false)
                .map(measured -> measured.get("name").asText())
                .toList();
    }
}
