/**
 * Sends images to Slipstream from a program of your own.
 *
 * <p>Start with {@link io.slipstream.client.ImageProducer}. What a program does on failure, by exception:
 * <ul>
 *   <li>{@link io.slipstream.client.NotAcknowledgedException}: send the image again, now or later;
 *   <li>{@link io.slipstream.schemas.image.BadImageException}: keep or drop the image, it will never be taken;
 *   <li>{@link io.slipstream.client.ProducerFailedException}: stop and put the cause right.
 * </ul>
 *
 * <p>Uses the records, the samples, the serdes, the topics and the configuration types of {@code schemas}; nothing else
 * of Slipstream.
 */
@NullMarked
package io.slipstream.client;

import org.jspecify.annotations.NullMarked;
