/**
 * The services between an image and the topic of images, run as processes, and what can be seen of them from outside.
 *
 * <p>Start at {@link io.slipstream.deploy.pipeline.Mortal}, a service that can be killed;
 * {@link io.slipstream.deploy.pipeline.Delivery} is what arrives, {@link io.slipstream.deploy.pipeline.CurationLedger} what
 * curation says it did. Benchmarks and chaos stand on it. Uses {@code process}, and the records, topics and serdes of
 * {@code schemas}; of the services it knows their commands, their configuration and their addresses.
 */
@NullMarked
package io.slipstream.deploy.pipeline;

import org.jspecify.annotations.NullMarked;
