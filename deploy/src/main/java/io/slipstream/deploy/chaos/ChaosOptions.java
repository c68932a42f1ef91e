package io.slipstream.deploy.chaos;

import io.slipstream.trainer.method.MethodName;
import java.nio.file.Path;
import java.util.List;

/**
 * What the user of {@code slipstream chaos kill} chose.
 *
 * @param times how often to kill the trainers of each method
 * @param methods methods to try
 * @param partitions partitions of the topic
 * @param images different images on it
 * @param seed seed of the stream, the trainers and the kills
 * @param directory directory of this run alone, for topics, checkpoints, snapshots and logs
 */
record ChaosOptions(int times, List<MethodName> methods, int partitions, int images, long seed, Path directory) {}
