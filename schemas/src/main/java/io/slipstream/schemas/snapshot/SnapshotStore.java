package io.slipstream.schemas.snapshot;

import io.slipstream.schemas.record.ModelSnapshot;
import java.io.IOException;
import java.util.Map;

/** A place where snapshot artifacts are published. Implementations are thread-safe. */
public interface SnapshotStore {

    /** The encoder's TorchScript program, the one file every artifact has. */
    String ENCODER = "encoder.pt";

    /** The encoder's weights as safetensors in timm's names, in artifacts of a network that has such names. */
    String WEIGHTS = "encoder.safetensors";

    /** The description of the artifact, written by the store. */
    String DESCRIPTION = "snapshot.json";

    /**
     * Publishes an artifact. It becomes visible whole or not at all, and is on stable storage when this returns.
     * Publishing the same content again changes nothing and returns the same record.
     *
     * @param snapshot every field but those of the artifact ({@code artifactUri}, {@code artifactSha256},
     *     {@code artifactBytes}); not changed
     * @param files    content by file name; {@link #ENCODER} is required
     * @return the record with the fields of the artifact filled in
     * @throws SnapshotConflictException if other content was published under this id
     * @throws IOException               if the store cannot be written; nothing is published then
     * @throws IllegalArgumentException  if the id or a file name is not made of letters, digits, dots, dashes and
     *     underscores, starting with a letter or digit, or the encoder is missing
     */
    ModelSnapshot publish(ModelSnapshot.Builder snapshot, Map<String, byte[]> files) throws IOException;
}
