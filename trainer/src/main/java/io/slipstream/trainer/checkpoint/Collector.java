package io.slipstream.trainer.checkpoint;

import io.slipstream.schemas.record.LedgerEntry;
import io.slipstream.schemas.record.TrainingCheckpoint;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes the files of checkpoints that need not stay, and those of checkpoints that were never announced.
 *
 * <p>A file goes when no checkpoint that stays names it, the writer's last one among these, and only below the lineage
 * epoch of the collector or an earlier one: a trainer that has been replaced cannot touch what its successor wrote, and
 * what its successor took over is what it would keep itself. Not thread-safe: it belongs to the writer's thread.
 */
public final class Collector {

    private static final Logger log = LoggerFactory.getLogger(Collector.class);

    private final BlobStore store;
    private final CheckpointReader reader;
    private final CheckpointWriter writer;
    private final CheckpointConfig config;
    private final Map<String, Optional<Manifest>> manifests = new HashMap<>();

    /**
     * A collector beside a writer.
     *
     * @param store what the writer writes to
     * @param reader reads what the writer wrote
     */
    public Collector(BlobStore store, CheckpointReader reader, CheckpointWriter writer, CheckpointConfig config) {
        this.store = store;
        this.reader = reader;
        this.writer = writer;
        this.config = config;
    }

    /**
     * Ids of the checkpoints that need not stay. Their announcements are to be taken back before their files are deleted,
     * so that no announcement ever points at nothing.
     *
     * @param announced announcements of all checkpoints, claims left out, oldest first
     * @param liveSnapshots ids of snapshots that a channel points at
     * @throws IOException if the store cannot be read
     */
    public List<String> superfluous(List<TrainingCheckpoint> announced, Set<String> liveSnapshots) throws IOException {
        List<Retention.Candidate> candidates = new ArrayList<>();
        for (TrainingCheckpoint announcement : announced) {
            candidates.add(candidate(announcement, manifest(announcement)));
        }
        Set<String> kept = Retention.kept(candidates, config, liveSnapshots);
        return candidates.stream()
                .map(Retention.Candidate::id)
                .filter(id -> !kept.contains(id))
                .toList();
    }

    /**
     * Deletes every file that no announced checkpoint names.
     *
     * @param epoch lineage epoch of the trainer that collects
     * @param announced announcements of all checkpoints that stay
     * @throws IOException if the store cannot be read or written; what is left is deleted next time
     */
    public void collect(String model, long epoch, List<TrainingCheckpoint> announced) throws IOException {
        Set<String> named = new HashSet<>();
        writer.current().forEach(blob -> named.add(blob.name()));
        Set<String> hashes = new HashSet<>();
        for (TrainingCheckpoint announcement : announced) {
            named.addAll(names(announcement));
            hashes.add(announcement.getManifestSha256());
        }
        manifests.keySet().retainAll(hashes);
        deleteAllBut(named, model, epoch);
    }

    private static Retention.Candidate candidate(TrainingCheckpoint announcement, Optional<Manifest> manifest) {
        return new Retention.Candidate(
                announcement.getCheckpointId(),
                manifest.map(Manifest::number).orElse(-1L),
                Optional.ofNullable(announcement.getSnapshotId()),
                manifest.flatMap(known -> known.header().parentSnapshot()),
                announcement.getHealthy(),
                announcement.getLedger().stream()
                        .mapToLong(LedgerEntry::getNextOffset)
                        .sum());
    }

    private Set<String> names(TrainingCheckpoint announcement) throws IOException {
        Set<String> names = new HashSet<>();
        Optional<Manifest> manifest = manifest(announcement);
        if (manifest.isPresent()) {
            names.add(new Blob(manifest.get().header().epoch(), announcement.getManifestSha256(), 0).name());
            manifest.get().files().all().forEach(blob -> names.add(blob.name()));
        }
        return names;
    }

    /** The manifest, or empty if it is damaged: then nothing could be read by it, whatever stays. */
    private Optional<Manifest> manifest(TrainingCheckpoint announcement) throws IOException {
        Optional<Manifest> known = manifests.get(announcement.getManifestSha256());
        if (known == null) {
            known = read(announcement);
            manifests.put(announcement.getManifestSha256(), known);
        }
        return known;
    }

    private Optional<Manifest> read(TrainingCheckpoint announcement) throws IOException {
        try {
            return Optional.of(reader.manifest(announcement.getManifestUri(), announcement.getManifestSha256()));
        } catch (CorruptCheckpointException e) {
            log.atWarn()
                    .addKeyValue("checkpoint", announcement.getCheckpointId())
                    .addKeyValue("cause", e.getMessage())
                    .log("A checkpoint that is still announced is damaged");
            return Optional.empty();
        }
    }

    private void deleteAllBut(Set<String> named, String model, long epoch) throws IOException {
        long files = 0;
        long bytes = 0;
        for (Blob blob : store.list(model, epoch)) {
            if (!named.contains(blob.name())) {
                store.delete(model, blob);
                files++;
                bytes += blob.bytes();
            }
        }
        if (files > 0) {
            log.atDebug()
                    .addKeyValue("model", model)
                    .addKeyValue("files", files)
                    .addKeyValue("bytes", bytes)
                    .log("Deleted files of old checkpoints");
        }
    }
}
