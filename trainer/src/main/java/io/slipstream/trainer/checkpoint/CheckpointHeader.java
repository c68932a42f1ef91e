package io.slipstream.trainer.checkpoint;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What is said about a checkpoint beside its content.
 *
 * @param model the model lineage it belongs to
 * @param run identity of the lineage: when it was started from nothing
 * @param epoch lineage epoch of the trainer that wrote it, from 1
 * @param id its identity, unique for ever
 * @param parent checkpoint that training came from; empty for the first of a lineage
 * @param snapshot snapshot announced together with it; empty if none was due
 * @param parentSnapshot snapshot that training came from; empty before the first
 * @param createdAt when the state was captured, in whole milliseconds
 * @param seed seed of every random stream
 * @param configHash SHA-256 of the effective configuration
 * @param codeVersion version of the trainer that wrote it
 * @param libraries versions of what computes, by name; equal ones are a condition of equal bits
 */
public record CheckpointHeader(
        String model,
        String run,
        long epoch,
        String id,
        Optional<String> parent,
        Optional<String> snapshot,
        Optional<String> parentSnapshot,
        Instant createdAt,
        long seed,
        String configHash,
        String codeVersion,
        Map<String, String> libraries) {

    public CheckpointHeader {
        libraries = Map.copyOf(libraries);
    }
}
