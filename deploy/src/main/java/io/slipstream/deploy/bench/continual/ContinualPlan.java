package io.slipstream.deploy.bench.continual;

import java.util.List;
import java.util.Map;

/**
 * What is to be run.
 *
 * @param records of each stream, about
 * @param repeats how many times in a row the correlated stream shows an image
 * @param method name of the method that is trained, as in the trainer's configuration
 * @param device as there
 * @param threads that training and the probe may use
 * @param settings further keys of the trainer's configuration, dotted, which win over all others
 */
record ContinualPlan(
        Protocol protocol,
        Budget budget,
        int records,
        int repeats,
        List<Arm> arms,
        List<Long> seeds,
        String method,
        String device,
        int threads,
        Map<String, Object> settings) {

    ContinualPlan {
        arms = List.copyOf(arms);
        seeds = List.copyOf(seeds);
    }
}
