/**
 * Where images come from: directories, archives, WebDataset shards, lists of URLs, S3, a stream of frames, the synthetic
 * camera.
 *
 * <p>Start at {@link io.slipstream.ingest.source.ImageSource}, which is pulled one image at a time, so that a source never
 * runs ahead of the broker. A source hands on whatever it finds, image or not; what is refused is refused later, with a
 * reason. Every image has a position, after which the source can go on. May use {@code camera}, {@code pace}, {@code
 * cursor}, and the configuration, image sets and access to S3 of {@code schemas}.
 */
@NullMarked
package io.slipstream.ingest.source;

import org.jspecify.annotations.NullMarked;
