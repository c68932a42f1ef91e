package io.slipstream.trainer.reproduce;

import io.slipstream.trainer.method.LearnerState;
import java.util.Map;

/**
 * What the steps led to when they were taken again.
 *
 * @param step optimizer steps taken, those before the first of these included
 * @param learner student, teacher and optimizer
 * @param files the encoder's files by name
 * @param libraries versions of what computed them, by name
 */
record Reached(long step, LearnerState learner, Map<String, byte[]> files, Map<String, String> libraries) {

    Reached {
        files = Map.copyOf(files);
        libraries = Map.copyOf(libraries);
    }
}
