/**
 * Images: which are good, how they become pixels, and how a directory or an archive of them is read.
 *
 * <p>{@link io.slipstream.schemas.image.Images} judges bytes by their header before anything is decoded, decodes them,
 * and cuts the square an encoder sees. Every service uses the same rules, so an image that ingest accepts is one the
 * trainer can read. {@link io.slipstream.schemas.image.ImageSet} walks files on disk.
 *
 * <p>Uses the dead-letter reasons of the records and the configuration types; nothing else of Slipstream.
 */
@NullMarked
package io.slipstream.schemas.image;

import org.jspecify.annotations.NullMarked;
