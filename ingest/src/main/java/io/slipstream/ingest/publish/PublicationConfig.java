package io.slipstream.ingest.publish;

import io.slipstream.schemas.blob.ClaimCheckConfig;
import io.slipstream.schemas.config.ByteSize;
import io.slipstream.schemas.image.ImageLimits;
import io.slipstream.schemas.record.ImageSample;
import io.slipstream.schemas.topic.Topic;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * How to publish.
 *
 * @param topic where images go
 * @param depth how far an image is looked at
 * @param claimCheck where the bytes of large images go; absent if they stay in the record
 * @param limits the largest image let in
 * @param deadLetterPayload a refused input of up to this size is kept in its dead letter
 * @param inFlight bound on the bytes between source and acknowledgement
 * @param validators threads that validate
 * @param giveUpAfter how long to wait for a broker or registry that is away
 * @param kafka any Kafka client property
 */
public record PublicationConfig(
        Topic<ImageSample> topic,
        ValidationDepth depth,
        Optional<ClaimCheckConfig> claimCheck,
        ImageLimits limits,
        ByteSize deadLetterPayload,
        ByteSize inFlight,
        int validators,
        Duration giveUpAfter,
        Map<String, String> kafka) {}
