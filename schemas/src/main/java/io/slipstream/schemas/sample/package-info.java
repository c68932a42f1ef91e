/**
 * What a record of an image topic is: framed, as Slipstream's own services write it, or plain, as any program or
 * connector can.
 *
 * <p>{@link io.slipstream.schemas.sample.SampleReader} reads both forms, {@link io.slipstream.schemas.sample.Samples}
 * makes a sample of encoded bytes. Every service that reads images uses them, so that all refuse the same records.
 *
 * <p>Uses the records, the serdes, the image rules and the hash; nothing else of Slipstream.
 */
@NullMarked
package io.slipstream.schemas.sample;

import org.jspecify.annotations.NullMarked;
