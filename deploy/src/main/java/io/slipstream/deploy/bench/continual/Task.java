package io.slipstream.deploy.bench.continual;

import java.util.List;

/**
 * A part of the stream after which the encoder is probed; the trainer is not told where it ends.
 *
 * @param name for people
 * @param classes whose images it shows
 * @param look how they look in it
 * @param images encoded, in the order of the stream
 */
record Task(String name, List<String> classes, Look look, List<byte[]> images) {

    Task {
        classes = List.copyOf(classes);
        images = List.copyOf(images);
    }
}
