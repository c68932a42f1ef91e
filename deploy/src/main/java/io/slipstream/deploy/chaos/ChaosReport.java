package io.slipstream.deploy.chaos;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;

/**
 * The result of {@code slipstream chaos kill}, as written by {@code --json}.
 *
 * @param startedAt when it was started, ISO-8601
 * @param passed whether every check of every method holds
 * @param times how often each method's trainers were to be killed
 * @param partitions partitions of the topic
 * @param images different images on it
 * @param records records on it, poison and duplicates among them
 * @param seed seed of the stream, the trainers and the kills
 * @param java version of the JVM
 * @param cores processors of the machine
 * @param methods what came out for each method
 */
@JsonPropertyOrder({
    "startedAt",
    "passed",
    "times",
    "partitions",
    "images",
    "records",
    "seed",
    "java",
    "cores",
    "methods"
})
record ChaosReport(
        String startedAt,
        boolean passed,
        int times,
        int partitions,
        int images,
        int records,
        long seed,
        String java,
        int cores,
        List<MethodReport> methods) {}
