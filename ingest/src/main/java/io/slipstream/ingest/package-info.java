/**
 * From sources to a validated topic: directories, archives, URLs, S3, streams of frames and the synthetic
 * camera.
 *
 * <p>May use {@code schemas} and the client only; never the trainer, the evaluator or deploy.
 */
@NullMarked
package io.slipstream.ingest;

import org.jspecify.annotations.NullMarked;
