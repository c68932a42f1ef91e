package io.slipstream.trainer.checkpoint;

import io.slipstream.schemas.record.LedgerEntry;
import io.slipstream.trainer.stream.StreamState;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * What a checkpoint consists of: its small parts themselves, its large ones as the names of files.
 *
 * @param number counts the checkpoints written in the lineage, from 1
 * @param header what is said about the checkpoint
 * @param stateHashes SHA-256 of each part of the state, by name
 * @param progress how far training has come
 * @param position where the stream is to be read on
 * @param files everything else
 */
record Manifest(
        long number,
        CheckpointHeader header,
        Map<String, String> stateHashes,
        Progress progress,
        Position position,
        Files files) {

    /**
     * The small parts of a {@link StreamState}.
     *
     * @param ledger an entry per partition
     * @param topicIds Kafka's id of each topic read, by name
     * @param last partition of the last record taken
     */
    record Position(List<LedgerEntry> ledger, Map<String, String> topicIds, Optional<TopicPartition> last) {

        static Position of(StreamState stream) {
            return new Position(stream.ledger(), stream.topicIds(), stream.last());
        }
    }

    /**
     * The files.
     *
     * @param learner tensors, as safetensors
     * @param programs whole programs by name, for a backbone of foreign make
     * @param replayIndex where the image of each slot is
     * @param replaySegments files that hold images of the replay buffer; the index counts them from 0
     * @param replayColumns what the replay buffer remembers beside its images, if anything
     * @param recent ids of recent images
     * @param pending images not yet trained on
     * @param order what was done since the last snapshot
     * @param config the effective configuration, YAML
     */
    record Files(
            Blob learner,
            Map<String, Blob> programs,
            Blob replayIndex,
            List<Blob> replaySegments,
            Optional<Blob> replayColumns,
            Blob recent,
            Blob pending,
            Blob order,
            Blob config) {

        /** All of them. */
        Set<Blob> all() {
            Set<Blob> all = new LinkedHashSet<>(List.of(learner, replayIndex, recent, pending, order, config));
            all.addAll(programs.values());
            all.addAll(replaySegments);
            replayColumns.ifPresent(all::add);
            return all;
        }
    }
}
