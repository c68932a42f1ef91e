package io.slipstream.evaluator;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slipstream.evaluator.metric.Embeddings;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** One case of a file of golden values, made by the script in {@code src/test/golden} that the file names. */
public final class GoldenCase {

    private final JsonNode node;

    private GoldenCase(JsonNode node) {
        this.node = node;
    }

    /** The cases listed under a key of a file in {@code golden}. */
    public static List<GoldenCase> read(String file, String key) throws IOException {
        try (InputStream in = requireNonNull(GoldenCase.class.getResourceAsStream("/golden/" + file))) {
            return new GoldenCase(new ObjectMapper().readTree(in)).list(key);
        }
    }

    public List<GoldenCase> list(String key) {
        List<GoldenCase> cases = new ArrayList<>();
        for (JsonNode element : node.get(key)) {
            cases.add(new GoldenCase(element));
        }
        return cases;
    }

    public double number(String key) {
        return node.get(key).asDouble();
    }

    public int integer(String key) {
        return node.get(key).asInt();
    }

    public double[] numbers(String key) {
        JsonNode array = node.get(key);
        return IntStream.range(0, array.size())
                .mapToDouble(i -> array.get(i).asDouble())
                .toArray();
    }

    public int[] integers(String key) {
        JsonNode array = node.get(key);
        return IntStream.range(0, array.size()).map(i -> array.get(i).asInt()).toArray();
    }

    public int[][] table(String key) {
        JsonNode rows = node.get(key);
        int[][] table = new int[rows.size()][];
        for (int i = 0; i < table.length; i++) {
            JsonNode row = rows.get(i);
            table[i] =
                    IntStream.range(0, row.size()).map(j -> row.get(j).asInt()).toArray();
        }
        return table;
    }

    /** The rows under a key, as wide as {@code dimKey} says. */
    public Embeddings embeddings(String key, String dimKey) {
        double[] numbers = numbers(key);
        float[] values = new float[numbers.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) numbers[i];
        }
        int dim = integer(dimKey);
        return new Embeddings(values.length / dim, dim, values);
    }

    @Override
    public String toString() {
        return node.path("name").asText();
    }
}
