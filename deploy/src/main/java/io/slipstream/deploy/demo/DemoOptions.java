package io.slipstream.deploy.demo;

import io.slipstream.trainer.recipe.Recipe;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What the user of the demo chose.
 *
 * @param duration time after which it stops by itself; empty runs until it is interrupted
 * @param images images to train on; empty is the synthetic camera
 * @param probe labelled images to score with; empty is the synthetic camera's own
 * @param recipe the trainer's recipe; empty is the demo's own, the default method with views for its images
 * @param script what is done to the pipeline in mid-run; empty is a plain run
 * @param seed seed of the camera and the trainer
 * @param data directory of everything the demo writes
 * @param port preferred port of the broker
 * @param registryPort preferred port of the registry
 */
record DemoOptions(
        Optional<Duration> duration,
        Optional<Path> images,
        Optional<Path> probe,
        Optional<Recipe> recipe,
        Optional<Script> script,
        long seed,
        Path data,
        int port,
        int registryPort) {

    /**
     * A scenario and when it happens.
     *
     * @param disturbedAfter time from the start of the stream
     */
    record Script(Scenario scenario, Duration disturbedAfter) {}
}
