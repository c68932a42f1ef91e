package io.slipstream.evaluator.metric;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** One case of {@code golden/metrics.json}, made by {@code src/test/golden/metrics.py} with scikit-learn and numpy. */
@SuppressWarnings("ArrayRecordComponent") // compared with nothing
record GoldenMetrics(
        String name,
        Embeddings embeddings,
        int[] labels,
        int bankRows,
        int k,
        double temperature,
        int[] predictions,
        double rankMe,
        double collapseLevel) {

    static List<GoldenMetrics> cases() throws IOException {
        try (InputStream in = requireNonNull(GoldenMetrics.class.getResourceAsStream("/golden/metrics.json"))) {
            List<GoldenMetrics> cases = new ArrayList<>();
            for (JsonNode node : new ObjectMapper().readTree(in).get("cases")) {
                cases.add(parse(node));
            }
            return cases;
        }
    }

    private static GoldenMetrics parse(JsonNode node) {
        JsonNode values = node.get("embeddings");
        float[] flat = new float[values.size()];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = (float) values.get(i).asDouble();
        }
        int dim = node.get("dim").asInt();
        return new GoldenMetrics(
                node.get("name").asText(),
                new Embeddings(flat.length / dim, dim, flat),
                ints(node.get("labels")),
                node.get("bankRows").asInt(),
                node.get("k").asInt(),
                node.get("temperature").asDouble(),
                ints(node.get("predictions")),
                node.get("rankMe").asDouble(),
                node.get("collapseLevel").asDouble());
    }

    private static int[] ints(JsonNode array) {
        return IntStream.range(0, array.size()).map(i -> array.get(i).asInt()).toArray();
    }

    Embeddings bank() {
        return embeddings.rows(IntStream.range(0, bankRows).toArray());
    }

    Embeddings queries() {
        return embeddings.rows(IntStream.range(bankRows, embeddings.count()).toArray());
    }

    int classes() {
        return IntStream.of(labels).max().orElseThrow() + 1;
    }

    @Override
    public String toString() {
        return name;
    }
}
