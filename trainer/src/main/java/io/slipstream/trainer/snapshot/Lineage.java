package io.slipstream.trainer.snapshot;

/**
 * What all snapshots of one trainer have in common.
 *
 * @param model model id, unique among the trainers of a cluster
 * @param method self-supervised method
 * @param seed seed of every random stream
 * @param configHash SHA-256 of the effective configuration
 * @param codeVersion version of the trainer
 */
public record Lineage(String model, String method, long seed, String configHash, String codeVersion) {}
