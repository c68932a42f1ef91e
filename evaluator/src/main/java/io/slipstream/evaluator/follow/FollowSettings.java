package io.slipstream.evaluator.follow;

import io.slipstream.evaluator.topic.RetryConfig;
import io.slipstream.schemas.serde.RegistryConfig;
import io.slipstream.schemas.topic.StartAt;
import java.util.Map;
import java.util.Optional;

/**
 * What is followed, from where, and how it is reached.
 *
 * @param model the only lineage to follow, or empty for all
 * @param startAt where a lineage without scores starts
 * @param retry how long to wait for what does not answer
 * @param kafka the user's properties of Kafka's clients
 * @param registry the schema registry
 */
public record FollowSettings(
        Optional<String> model,
        StartAt startAt,
        RetryConfig retry,
        Map<String, String> kafka,
        RegistryConfig registry) {}
