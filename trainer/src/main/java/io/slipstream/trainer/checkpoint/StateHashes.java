package io.slipstream.trainer.checkpoint;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.slipstream.schemas.hash.Sha256;
import io.slipstream.trainer.method.LearnerState;
import io.slipstream.trainer.stream.StreamState;
import io.slipstream.trainer.weights.SafeTensorsWriter;
import io.slipstream.trainer.weights.Tensor;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * SHA-256 of each part of a training state: equal if and only if the parts are equal to the last bit.
 *
 * <p>They know nothing of model, epoch, time or how files are cut, so that two lineages can be compared. Definitions:
 * {@code docs/checkpoint-format.md}.
 */
final class StateHashes {

    private static final List<String> LEARNER_PARTS = List.of("student", "teacher", "optimizer", "memory");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private StateHashes() {}

    static Map<String, String> of(TrainingState state, SavedReplay saved) throws IOException {
        Map<String, String> hashes = new TreeMap<>(learner(state.learner()));
        HashingChannel replay = new HashingChannel();
        BlobWriter.write(out -> saved.writeIdentity(state.replay(), out), replay);
        hashes.put("replay", replay.sha256());
        hashes.put("stream", stream(state.stream()));
        return hashes;
    }

    private static Map<String, String> learner(LearnerState learner) throws IOException {
        Map<String, SortedMap<String, Tensor>> tensors = new HashMap<>();
        Map<String, Map<String, String>> metadata = new HashMap<>();
        for (String part : LEARNER_PARTS) {
            tensors.put(part, new TreeMap<>());
            metadata.put(part, new TreeMap<>());
        }
        learner.tensors().forEach((name, tensor) -> part(tensors, name).put(name, tensor));
        learner.programs().forEach((name, program) -> part(metadata, name).put("program", Sha256.of(program)));
        part(metadata, "optimizer").put(LearnerFile.RATE_START, Long.toString(learner.rateStart()));
        Map<String, String> hashes = new HashMap<>();
        for (String part : LEARNER_PARTS) {
            HashingChannel channel = new HashingChannel();
            SafeTensorsWriter.write(part(tensors, part), part(metadata, part), channel);
            hashes.put(part, channel.sha256());
        }
        return hashes;
    }

    /** The value of the part that a name belongs to: the part's own, or one that begins with the part and a slash. */
    private static <T> T part(Map<String, T> parts, String name) {
        T value = parts.get(name.split("/", 2)[0]);
        if (value == null) {
            throw new IllegalArgumentException(
                    "expected a name that begins with one of " + LEARNER_PARTS + ", found '" + name + "'");
        }
        return value;
    }

    private static String stream(StreamState stream) throws IOException {
        HashingChannel channel = new HashingChannel();
        Manifest.Position position = Manifest.Position.of(stream);
        BlobWriter.write(
                out -> {
                    out.write(JSON.writeValueAsBytes(StateJson.position(position)));
                    StreamFiles.writeRecent(stream.recent(), out);
                    StreamFiles.writePending(stream.pending(), out);
                },
                channel);
        return channel.sha256();
    }
}
