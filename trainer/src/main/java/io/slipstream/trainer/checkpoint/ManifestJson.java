package io.slipstream.trainer.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The text of a manifest, format 1: see {@code docs/checkpoint-format.md}. Equal manifests give equal bytes. */
final class ManifestJson {

    /** The format written, and the only one so far. */
    static final int FORMAT = 1;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private ManifestJson() {}

    static byte[] write(Manifest manifest) {
        ObjectNode root = JSON.createObjectNode();
        root.put("format", FORMAT).put("number", manifest.number());
        putHeader(root, manifest.header());
        root.set("stateHashes", JSON.valueToTree(new TreeMap<>(manifest.stateHashes())));
        root.set("progress", StateJson.progress(manifest.progress()));
        root.set("stream", StateJson.position(manifest.position()));
        root.set("files", files(manifest.files()));
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer =
                new DefaultPrettyPrinter().withObjectIndenter(indenter).withArrayIndenter(indenter);
        try {
            return (JSON.writer(printer).writeValueAsString(root) + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("texts and numbers refused to become JSON", impossible);
        }
    }

    /**
     * Reads a manifest.
     *
     * @param where named in errors
     * @throws CorruptCheckpointException if it is none, or of another format
     */
    static Manifest read(String where, byte[] json) throws CorruptCheckpointException {
        try {
            JsonNode root = JSON.readTree(json);
            int format = root.required("format").asInt();
            if (format != FORMAT) {
                throw new CorruptCheckpointException(
                        where + ": expected a checkpoint of format " + FORMAT + ", found format " + format);
            }
            return new Manifest(
                    root.required("number").asLong(),
                    header(root),
                    texts(root.required("stateHashes")),
                    StateJson.progress(root.required("progress")),
                    StateJson.position(root.required("stream")),
                    files(root.required("files")));
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            throw new CorruptCheckpointException(
                    where + ": expected the manifest of a checkpoint, found " + e.getMessage(), e);
        }
    }

    private static void putHeader(ObjectNode node, CheckpointHeader header) {
        node.put("model", header.model())
                .put("run", header.run())
                .put("epoch", header.epoch())
                .put("id", header.id())
                .put("parent", header.parent().orElse(null))
                .put("snapshot", header.snapshot().orElse(null))
                .put("parentSnapshot", header.parentSnapshot().orElse(null))
                .put("createdAt", header.createdAt().toString())
                .put("seed", header.seed())
                .put("configHash", header.configHash())
                .put("codeVersion", header.codeVersion());
        node.set("libraries", JSON.valueToTree(new TreeMap<>(header.libraries())));
    }

    private static CheckpointHeader header(JsonNode node) {
        return new CheckpointHeader(
                node.required("model").asText(),
                node.required("run").asText(),
                node.required("epoch").asLong(),
                node.required("id").asText(),
                optional(node.required("parent")),
                optional(node.required("snapshot")),
                optional(node.required("parentSnapshot")),
                Instant.parse(node.required("createdAt").asText()),
                node.required("seed").asLong(),
                node.required("configHash").asText(),
                node.required("codeVersion").asText(),
                texts(node.required("libraries")));
    }

    private static ObjectNode files(Manifest.Files files) {
        ObjectNode node = JSON.createObjectNode();
        node.set("learner", blob(files.learner()));
        ObjectNode programs = node.putObject("programs");
        new TreeMap<>(files.programs()).forEach((name, program) -> programs.set(name, blob(program)));
        node.set("replayIndex", blob(files.replayIndex()));
        node.putArray("replaySegments")
                .addAll(files.replaySegments().stream().map(ManifestJson::blob).toList());
        files.replayColumns()
                .ifPresentOrElse(
                        columns -> node.set("replayColumns", blob(columns)), () -> node.putNull("replayColumns"));
        node.set("recent", blob(files.recent()));
        node.set("pending", blob(files.pending()));
        node.set("order", blob(files.order()));
        node.set("config", blob(files.config()));
        return node;
    }

    private static Manifest.Files files(JsonNode node) {
        Map<String, Blob> programs = new TreeMap<>();
        node.required("programs").properties().forEach(entry -> programs.put(entry.getKey(), blob(entry.getValue())));
        List<Blob> segments = new ArrayList<>();
        node.required("replaySegments").forEach(segment -> segments.add(blob(segment)));
        return new Manifest.Files(
                blob(node.required("learner")),
                programs,
                blob(node.required("replayIndex")),
                segments,
                node.hasNonNull("replayColumns") ? Optional.of(blob(node.required("replayColumns"))) : Optional.empty(),
                blob(node.required("recent")),
                blob(node.required("pending")),
                blob(node.required("order")),
                blob(node.required("config")));
    }

    private static ObjectNode blob(Blob blob) {
        return JSON.createObjectNode()
                .put("epoch", blob.epoch())
                .put("sha256", blob.sha256())
                .put("bytes", blob.bytes());
    }

    private static Blob blob(JsonNode node) {
        return new Blob(
                node.required("epoch").asLong(),
                node.required("sha256").asText(),
                node.required("bytes").asLong());
    }

    /** Texts by key. */
    static Map<String, String> texts(JsonNode node) {
        Map<String, String> texts = new TreeMap<>();
        node.properties()
                .forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
        return texts;
    }

    /** A text, or empty for null. */
    static Optional<String> optional(JsonNode node) {
        return node.isNull() ? Optional.empty() : Optional.of(node.asText());
    }
}
