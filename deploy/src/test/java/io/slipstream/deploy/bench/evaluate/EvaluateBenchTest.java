package io.slipstream.deploy.bench.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class EvaluateBenchTest {

    @Test
    void itEmbedsAndProbesAndWritesWhatItMeasured(@TempDir Path directory) throws Exception {
        Path json = directory.resolve("evaluate.json");
        StringWriter printed = new StringWriter();

        int status = new CommandLine(new EvaluateBenchCommand())
                .setOut(new PrintWriter(printed))
                .execute("--images=1000", "--rounds=2", "--json=" + json);

        assertThat(status).isZero();
        JsonNode report = new ObjectMapper().readTree(json.toFile());
        assertThat(report.get("images").asInt()).isEqualTo(1000);
        assertThat(report.get("embed").asDouble()).isPositive();
        for (String probe : new String[] {"knn", "linear"}) {
            assertThat(report.get(probe).get("seconds")).hasSize(2);
            assertThat(report.get(probe).get("accuracy").asDouble()).isGreaterThan(0.125); // chance, of 8 classes
        }
        assertThat(printed.toString()).contains("nearest neighbours", "linear probe");
    }

    @Test
    void theRatioSaysHowManyTimesAsFastSlipstreamIs() {
        Turns own = new Turns();
        own.add(0.5, 0.9);
        Turns other = new Turns();
        other.add(1, 0.9);
        other.add(3, 0.9);

        EvaluateReport.ProbeFigures figures = EvaluateReport.probe(own, Map.of("other", other));

        assertThat(figures.references())
                .hasEntrySatisfying("other", found -> assertThat(found.ratio()).isEqualTo(4));
    }
}
