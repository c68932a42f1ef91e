/**
 * The HTTP gateway: images come in by {@code POST /v1/images} and are on {@code images.raw} when they are acknowledged.
 *
 * <p>The way of a request, each step in its class: {@code Service} routes it, {@code ImagesEndpoint} takes it through
 * {@code Authentication}, {@code Envelope} (what its headers say), {@code Allowance} (its sender's rate), {@code Memory}
 * (room for its bytes), {@code Body} (the bytes, while they come), {@code ContentCoding} and {@code Parts} (the images in
 * them) to {@code Submission}, which sends each image or says why not. {@code Gateway} is the life of it all. A step
 * that ends a request throws a {@code ProblemException}.
 *
 * <p>Uses the client, {@code schemas} and the notation of rates; nothing else of ingest.
 */
@NullMarked
package io.slipstream.ingest.gateway;

import org.jspecify.annotations.NullMarked;
