package io.slipstream.trainer.snapshot;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What all snapshots of one trainer have in common.
 *
 * @param model model id, unique among the trainers of a cluster
 * @param run identity of the lineage: when it was started from nothing, so that a model started afresh never takes an
 *     earlier snapshot's id
 * @param epoch counts the trainers that have written the lineage, from 1; part of the ids, so that a trainer that has been
 *     replaced can never write a snapshot of its successor
 * @param method self-supervised method
 * @param network name of the encoder's network
 * @param embeddingDim length of one embedding
 * @param inputSize side of the encoder's square input in pixels
 * @param seed seed of every random stream
 * @param configHash SHA-256 of the effective configuration
 * @param codeVersion version of the trainer
 * @param libraries versions of what computes, by name
 */
public record Lineage(
        String model,
        String run,
        long epoch,
        String method,
        String network,
        int embeddingDim,
        int inputSize,
        long seed,
        String configHash,
        String codeVersion,
        Map<String, String> libraries) {

    /** What an identity has after the run: epoch, step, and the number of a checkpoint. */
    private static final Pattern STEP = Pattern.compile("-e\\d+-\\d+(\\.\\d+)?$");

    /** A checkpoint's identity, and what a release made of it adds. */
    private static final Pattern RELEASE = Pattern.compile("(.+-e\\d+-\\d+\\.\\d+)-release-\\d+");

    public Lineage {
        libraries = Map.copyOf(libraries);
    }

    /** Whether an identity is one of a lineage's. */
    public static boolean isOf(String model, String run, String id) {
        return id.startsWith(model + "-" + run + "-e");
    }

    /** Whether two identities are of the same lineage of one model, of whatever epochs. */
    public static boolean areOfOneRun(String id, String other) {
        return stem(id).equals(stem(other));
    }

    /** Identity of the release that so many steps on a branch make of a checkpoint. */
    public static String releaseOf(String checkpointId, long steps) {
        return checkpointId + "-release-" + steps;
    }

    /** Identity of the checkpoint that a release was made of; empty if the snapshot is none. */
    public static Optional<String> origin(String snapshotId) {
        Matcher release = RELEASE.matcher(snapshotId);
        return release.matches() ? Optional.of(release.group(1)) : Optional.empty();
    }

    private static String stem(String id) {
        return STEP.matcher(id).replaceFirst("");
    }

    /** Identity of what is made of the lineage at a step: a snapshot, a checkpoint. */
    public String idAt(long step) {
        return "%s-%s-e%d-%08d".formatted(model, run, epoch, step);
    }
}
