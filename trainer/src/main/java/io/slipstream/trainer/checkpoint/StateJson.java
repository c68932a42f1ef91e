package io.slipstream.trainer.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slipstream.schemas.record.LedgerEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.kafka.common.TopicPartition;

/** The small parts of a training state as JSON objects with their keys in a fixed order. */
final class StateJson {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private StateJson() {}

    static ObjectNode progress(Progress progress) {
        ObjectNode node = NODES.objectNode()
                .put("step", progress.step())
                .put("imagesSeen", progress.imagesSeen())
                .put("streamImages", progress.streamImages())
                .put("nextSnapshot", progress.nextSnapshot())
                .put("snapshot", progress.snapshot().orElse(null))
                .put("snapshotStep", progress.snapshotStep())
                .put("lossSum", progress.lossSum())
                .put("lossSteps", progress.lossSteps())
                .put("healthy", progress.healthy())
                .put("requestsOffset", progress.requestsOffset())
                .put("rollbacks", progress.rollbacks())
                .put("troubleStep", progress.troubleStep());
        progress.rank().ifPresentOrElse(rank -> node.put("rank", rank), () -> node.putNull("rank"));
        return node;
    }

    static Progress progress(JsonNode node) {
        JsonNode rank = node.required("rank");
        return new Progress(
                node.required("step").asLong(),
                node.required("imagesSeen").asLong(),
                node.required("streamImages").asLong(),
                node.required("nextSnapshot").asLong(),
                ManifestJson.optional(node.required("snapshot")),
                node.required("snapshotStep").asLong(),
                node.required("lossSum").asDouble(),
                node.required("lossSteps").asLong(),
                rank.isNull() ? OptionalDouble.empty() : OptionalDouble.of(rank.asDouble()),
                node.required("healthy").asBoolean(),
                node.required("requestsOffset").asLong(),
                node.required("rollbacks").asInt(),
                node.required("troubleStep").asLong());
    }

    static ObjectNode position(Manifest.Position position) {
        ObjectNode node = NODES.objectNode();
        node.putArray("ledger")
                .addAll(position.ledger().stream().map(StateJson::entry).toList());
        ObjectNode topicIds = node.putObject("topicIds");
        new TreeMap<>(position.topicIds()).forEach(topicIds::put);
        position.last()
                .ifPresentOrElse(
                        last -> node.putObject("last")
                                .put("topic", last.topic())
                                .put("partition", last.partition()),
                        () -> node.putNull("last"));
        return node;
    }

    static Manifest.Position position(JsonNode node) {
        List<LedgerEntry> ledger = new ArrayList<>();
        node.required("ledger").forEach(entry -> ledger.add(entry(entry)));
        JsonNode last = node.required("last");
        return new Manifest.Position(
                ledger,
                ManifestJson.texts(node.required("topicIds")),
                last.isNull()
                        ? Optional.empty()
                        : Optional.of(new TopicPartition(
                                last.required("topic").asText(),
                                last.required("partition").asInt())));
    }

    private static ObjectNode entry(LedgerEntry entry) {
        ObjectNode node = NODES.objectNode();
        for (Schema.Field field : LedgerEntry.getClassSchema().getFields()) {
            node.putPOJO(field.name(), entry.get(field.pos()));
        }
        return node;
    }

    /** Counters that the manifest does not know, because they were added later, are 0. */
    private static LedgerEntry entry(JsonNode node) {
        LedgerEntry entry = new LedgerEntry();
        for (Schema.Field field : LedgerEntry.getClassSchema().getFields()) {
            JsonNode value = node.path(field.name());
            switch (field.schema().getType()) {
                case STRING -> entry.put(field.pos(), value.asText());
                case INT -> entry.put(field.pos(), value.asInt());
                default -> entry.put(field.pos(), value.asLong());
            }
        }
        return entry;
    }
}
