package io.slipstream.deploy.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What {@code bench ingest} measured.
 *
 * @param machine what it ran on
 * @param settings of the producers, the same for both
 * @param client a line per payload
 * @param gateway a line per turn
 * @param skipped what was not measured, and why
 */
record IngestReport(
        Map<String, String> machine,
        Map<String, String> settings,
        List<ClientFigures> client,
        List<GatewayFigures> gateway,
        List<String> skipped) {

    /**
     * The producer client beside Kafka's tool.
     *
     * @param payload bytes of an image
     * @param kafka records per second of each turn of Kafka's tool
     * @param client images per second of each turn of the client
     * @param floor records per second of each turn of {@link FloorLoad}; empty if it was not measured
     * @param ratio of the medians, client to Kafka
     */
    record ClientFigures(
            int payload,
            List<Double> kafka,
            List<Double> client,
            List<Double> floor,
            double kafkaMedian,
            double clientMedian,
            double ratio) {

        static ClientFigures of(int payload, List<Double> kafka, List<Double> client, List<Double> floor) {
            double kafkaMedian = median(kafka);
            double clientMedian = median(client);
            return new ClientFigures(
                    payload, kafka, client, floor, kafkaMedian, clientMedian, clientMedian / kafkaMedian);
        }
    }

    /**
     * The gateway under wrk.
     *
     * @param payload bytes of an image
     * @param connections kept open
     * @param requests answered
     * @param notTaken requests not answered 202
     */
    record GatewayFigures(
            int payload,
            int connections,
            long requests,
            double requestsPerSecond,
            double p50Millis,
            double p99Millis,
            long notTaken) {}

    /** The middle value, or the mean of the two in the middle. */
    static double median(List<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        if (sorted.length == 0) {
            throw new IllegalArgumentException("expected a value at least, found none in " + Arrays.toString(sorted));
        }
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
