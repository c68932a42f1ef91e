package io.slipstream.deploy.chaos.ingest;

import java.nio.file.Path;

/**
 * What to try.
 *
 * @param times how often each service is killed
 * @param files images in the directory
 * @param seed seed of the pictures and the kills
 * @param directory of everything the run leaves behind
 */
record IngestChaosOptions(int times, int files, long seed, Path directory) {}
