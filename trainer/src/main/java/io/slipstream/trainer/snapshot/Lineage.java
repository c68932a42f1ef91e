package io.slipstream.trainer.snapshot;

/**
 * What all snapshots of one trainer have in common.
 *
 * @param model model id, unique among the trainers of a cluster
 * @param run identity of this start of the trainer, so that a model started afresh never takes an earlier snapshot's id
 * @param method self-supervised method
 * @param network name of the encoder's network
 * @param embeddingDim length of one embedding
 * @param inputSize side of the encoder's square input in pixels
 * @param seed seed of every random stream
 * @param configHash SHA-256 of the effective configuration
 * @param codeVersion version of the trainer
 */
public record Lineage(
        String model,
        String run,
        String method,
        String network,
        int embeddingDim,
        int inputSize,
        long seed,
        String configHash,
        String codeVersion) {}
