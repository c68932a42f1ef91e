/**
 * Where images come from: a directory or archive, a watched directory, the synthetic camera.
 *
 * <p>Start at {@link io.slipstream.ingest.source.ImageSource}, which is pulled one image at a time, so that a source never
 * runs ahead of the broker. A source hands on whatever it finds, image or not; what is refused is refused later, with a
 * reason. May use {@code camera}, {@code pace}, and the configuration and image sets of {@code schemas}.
 */
@NullMarked
package io.slipstream.ingest.source;

import org.jspecify.annotations.NullMarked;
