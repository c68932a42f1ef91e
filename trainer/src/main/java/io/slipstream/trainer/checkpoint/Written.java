package io.slipstream.trainer.checkpoint;

import java.util.Map;

/**
 * A checkpoint that is on stable storage, ready to be announced.
 *
 * @param manifestUri where its manifest is
 * @param manifestSha256 SHA-256 of the manifest
 * @param bytesWritten bytes of the files written for it; what it shares with earlier checkpoints is not among them
 * @param stateHashes SHA-256 of each part of the state: {@code student}, {@code teacher}, {@code optimizer},
 *     {@code memory}, {@code replay}, {@code stream}; equal hashes mean equal to the last bit, whoever wrote them
 */
public record Written(String manifestUri, String manifestSha256, long bytesWritten, Map<String, String> stateHashes) {

    public Written {
        stateHashes = Map.copyOf(stateHashes);
    }
}
