package io.slipstream.trainer.checkpoint;

import ai.djl.ndarray.types.Shape;
import io.slipstream.trainer.method.LearnerState;
import io.slipstream.trainer.weights.EncoderException;
import io.slipstream.trainer.weights.SafeTensorsFile;
import io.slipstream.trainer.weights.SafeTensorsWriter;
import io.slipstream.trainer.weights.Tensor;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** A learner's tensors as a safetensors file, with the start of its schedule as metadata. */
final class LearnerFile {

    /** Metadata: step at which the schedule of the learning rate starts. */
    static final String RATE_START = "rateStart";

    private LearnerFile() {}

    static void write(LearnerState learner, WritableByteChannel channel) throws IOException {
        SafeTensorsWriter.write(learner.tensors(), Map.of(RATE_START, Long.toString(learner.rateStart())), channel);
    }

    static LearnerState read(Path path, Map<String, byte[]> programs) throws IOException, CorruptCheckpointException {
        try (SafeTensorsFile file = SafeTensorsFile.open(path)) {
            SortedMap<String, Tensor> tensors = new TreeMap<>();
            for (Map.Entry<String, Shape> tensor : file.shapes().entrySet()) {
                tensors.put(tensor.getKey(), new Tensor(tensor.getValue(), file.read(tensor.getKey())));
            }
            return new LearnerState(
                    tensors, programs, Long.parseLong(file.metadata().getOrDefault(RATE_START, "none")));
        } catch (EncoderException | NumberFormatException e) {
            throw new CorruptCheckpointException(
                    path + ": expected the tensors of a learner, found " + e.getMessage(), e);
        }
    }
}
