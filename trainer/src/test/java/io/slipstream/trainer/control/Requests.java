package io.slipstream.trainer.control;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.slipstream.schemas.record.TrainingAction;
import io.slipstream.schemas.record.TrainingRequest;
import io.slipstream.schemas.serde.AvroSerializer;
import io.slipstream.schemas.topic.Topics;
import java.time.Instant;
import java.util.Objects;

/** Requests as an operator would make them. */
final class Requests {

    private Requests() {}

    static TrainingRequest rewarm(String model, String reason) {
        return TrainingRequest.newBuilder()
                .setModelId(model)
                .setTime(Instant.parse("2026-11-22T14:00:00Z"))
                .setAction(TrainingAction.REWARM)
                .setReason(reason)
                .setRequestedBy("operator")
                .build();
    }

    static byte[] encoded(SchemaRegistryClient registry, TrainingRequest request) {
        return Objects.requireNonNull(
                new AvroSerializer<TrainingRequest>(registry).serialize(Topics.TRAINING_REQUESTS.name(), request));
    }
}
