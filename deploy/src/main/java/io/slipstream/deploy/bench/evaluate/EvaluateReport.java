package io.slipstream.deploy.bench.evaluate;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What {@code bench evaluate} measured.
 *
 * @param machine what it ran on
 * @param encoder that made the embeddings
 * @param images of the probe set
 * @param dim numbers of an embedding
 * @param decodeAndEmbed images per second from encoded bytes to embeddings, as of the first snapshot of a lineage
 * @param embed images per second where the pixels are kept, as of every later one; median of the turns
 * @param knn the nearest-neighbour probe
 * @param linear the linear probe
 * @param versions of what the reference ran on; empty without one
 */
record EvaluateReport(
        Map<String, String> machine,
        String encoder,
        int images,
        int dim,
        double decodeAndEmbed,
        double embed,
        ProbeFigures knn,
        ProbeFigures linear,
        Map<String, String> versions) {

    /**
     * One probe.
     *
     * @param seconds of every turn
     * @param accuracy on the queries, 0..1
     * @param references the same by others, by name
     */
    record ProbeFigures(
            List<Double> seconds, double median, double accuracy, Map<String, ReferenceFigures> references) {}

    /**
     * The same work by somebody else.
     *
     * @param seconds of every turn
     * @param accuracy on the queries, 0..1
     * @param ratio of the medians, reference to Slipstream: above 1 Slipstream is faster
     */
    record ReferenceFigures(List<Double> seconds, double median, double accuracy, double ratio) {}

    /** A probe by Slipstream alone or beside others. */
    static ProbeFigures probe(Turns own, Map<String, Turns> others) {
        Map<String, ReferenceFigures> references = new TreeMap<>();
        others.forEach((name, turns) -> references.put(
                name,
                new ReferenceFigures(
                        turns.seconds(), turns.median(), turns.accuracy(), turns.median() / own.median())));
        return new ProbeFigures(own.seconds(), own.median(), own.accuracy(), references);
    }
}
