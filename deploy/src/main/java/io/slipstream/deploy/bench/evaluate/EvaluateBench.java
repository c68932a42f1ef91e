package io.slipstream.deploy.bench.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import io.slipstream.deploy.bench.embed.BenchEncoder;
import io.slipstream.deploy.bench.embed.MachineFacts;
import io.slipstream.deploy.bench.embed.ReferenceProgram;
import io.slipstream.deploy.bench.embed.ReferenceProgram.Numbers;
import io.slipstream.evaluator.encoder.EncoderException;
import io.slipstream.evaluator.metric.BankQuerySplit;
import io.slipstream.evaluator.metric.Embeddings;
import io.slipstream.evaluator.metric.KnnProbe;
import io.slipstream.evaluator.metric.LinearProbe;
import io.slipstream.evaluator.metric.ProbeSplit;
import io.slipstream.evaluator.probe.ProbeSet;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One measurement of evaluation: a probe set embedded as for a snapshot, and probed as for one, in turns with a reference.
 *
 * @param images the probe set
 * @param rounds turns of each contender; one more before them warms it up and does not count
 * @param seed of the split
 */
record EvaluateBench(
        ProbeSet images,
        int rounds,
        int batchSize,
        long seed,
        @Nullable ReferenceProgram reference,
        PrintWriter out) {

    private static final double TEMPERATURE = 0.1;

    /** Measures; the encoder's thread is the calling one. */
    EvaluateReport run(BenchEncoder encoder) throws IOException, InterruptedException {
        // 1. Embed
        Turns first = new Turns();
        Embeddings embeddings = embed(encoder, first);
        Turns again = new Turns();
        for (int round = 0; round < rounds; round++) {
            embed(encoder, again);
        }
        say("embedded %d images, %.0f/s", images.size(), images.size() / again.median());
        // 2. Probe
        Probes probes = new Probes(embeddings);
        Turns knn = new Turns();
        Turns linear = new Turns();
        Map<String, Turns> otherKnn = new TreeMap<>();
        Map<String, Turns> otherLinear = new TreeMap<>();
        Map<String, String> versions = new LinkedHashMap<>();
        probes.knn(new Turns());
        probes.linear(new Turns());
        for (int round = 0; round < rounds; round++) {
            probes.knn(knn);
            probes.linear(linear);
            if (reference != null) {
                JsonNode answer = probes.asked(reference);
                add(answer.get("knn"), otherKnn);
                add(answer.get("linear"), otherLinear);
                answer.get("versions")
                        .properties()
                        .forEach(entry ->
                                versions.put(entry.getKey(), entry.getValue().asText()));
            }
            say("round %d of %d", round + 1, rounds);
        }
        return new EvaluateReport(
                MachineFacts.here(),
                encoder.name(),
                images.size(),
                embeddings.dim(),
                images.size() / first.median(),
                images.size() / again.median(),
                EvaluateReport.probe(knn, otherKnn),
                EvaluateReport.probe(linear, otherLinear),
                versions);
    }

    private Embeddings embed(BenchEncoder encoder, Turns turns) throws IOException {
        long start = System.nanoTime();
        try {
            Embeddings embeddings = encoder.encoder().embedAll(images.size(), batchSize, images::pixels);
            turns.add(seconds(start), Double.NaN);
            return embeddings;
        } catch (EncoderException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static void add(JsonNode contenders, Map<String, Turns> turns) {
        contenders.properties().forEach(entry -> turns.computeIfAbsent(entry.getKey(), name -> new Turns())
                .add(
                        entry.getValue().get("seconds").asDouble(),
                        entry.getValue().get("accuracy").asDouble()));
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private void say(String format, Object... arguments) {
        out.println(String.format(Locale.ROOT, format, arguments));
        out.flush();
    }

    /** The probes as the evaluator sets them up unless told otherwise. */
    private final class Probes {

        private final Embeddings embeddings;
        private final int[] labels = images.labels();
        private final int classes = images.classes().size();
        private final BankQuerySplit split = BankQuerySplit.stratified(labels, classes, seed);
        private final ProbeSplit parts = ProbeSplit.of(split, labels, classes, seed);
        private final KnnProbe knn = new KnnProbe(KnnProbe.neighboursFor(split.bank().length), TEMPERATURE);

        Probes(Embeddings embeddings) {
            this.embeddings = embeddings;
        }

        void knn(Turns turns) {
            long start = System.nanoTime();
            double accuracy = knn.top1(embeddings, labels, classes, split);
            turns.add(seconds(start), accuracy);
        }

        void linear(Turns turns) {
            long start = System.nanoTime();
            LinearProbe.Result found = LinearProbe.DEFAULT.evaluate(embeddings, labels, classes, parts);
            turns.add(seconds(start), found.testAccuracy());
        }

        JsonNode asked(ReferenceProgram program) throws IOException, InterruptedException {
            try (Numbers numbers = Numbers.create()) {
                numbers.write("embeddings.f32", embeddings);
                numbers.write("labels.i32", labels);
                numbers.write("bank.i32", split.bank());
                numbers.write("query.i32", split.query());
                numbers.write("train.i32", parts.train());
                numbers.write("validation.i32", parts.validation());
                Map<String, Object> question = new LinkedHashMap<>();
                question.put("dim", embeddings.dim());
                question.put("k", knn.k());
                question.put("temperature", knn.temperature());
                question.put("inverse-strengths", LinearProbe.DEFAULT.inverseStrengths());
                question.put("tolerance", LinearProbe.DEFAULT.solver().tolerance());
                question.put("iterations", LinearProbe.DEFAULT.solver().maxIterations());
                return program.ask(numbers, question);
            }
        }
    }
}
