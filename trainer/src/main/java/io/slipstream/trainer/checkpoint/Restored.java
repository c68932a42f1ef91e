package io.slipstream.trainer.checkpoint;

import io.slipstream.trainer.stream.Order;

/** A checkpoint that has been read, every file of it verified. Immutable. */
public final class Restored {

    private final ManifestPlace place;
    private final Manifest manifest;
    private final TrainingState state;
    private final SavedReplay replay;
    private final Order sinceSnapshot;
    private final String configYaml;

    Restored(
            ManifestPlace place,
            Manifest manifest,
            TrainingState state,
            SavedReplay replay,
            Order sinceSnapshot,
            String configYaml) {
        this.place = place;
        this.manifest = manifest;
        this.state = state;
        this.replay = replay;
        this.sinceSnapshot = sinceSnapshot;
        this.configYaml = configYaml;
    }

    /** What was said about it. */
    public CheckpointHeader header() {
        return manifest.header();
    }

    /** Everything a trainer needs to go on. */
    public TrainingState state() {
        return state;
    }

    /** What was done with the stream since the last snapshot before it. */
    public Order sinceSnapshot() {
        return sinceSnapshot;
    }

    /** The effective configuration of the trainer that wrote it. */
    public String configYaml() {
        return configYaml;
    }

    Manifest manifest() {
        return manifest;
    }

    SavedReplay replay() {
        return replay;
    }

    /** Whether it came from this store, under the model's own name, so that what follows may refer to its files. */
    boolean isIn(BlobStore store) {
        Blob blob = new Blob(place.epoch(), place.sha256(), 0);
        return store.uri(header().model(), blob).equals(place.file().toUri().toString());
    }
}
