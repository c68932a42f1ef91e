package io.slipstream.trainer;

import io.slipstream.schemas.record.TrainingCheckpoint;
import io.slipstream.trainer.checkpoint.Collector;
import io.slipstream.trainer.lineage.LineageWriter;
import io.slipstream.trainer.lineage.LiveSnapshots;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes checkpoints that need not stay: their announcements with the next checkpoint's, then their files. What cannot
 * be removed for now is removed later: it costs room, never a checkpoint.
 *
 * <p>Not thread-safe: it belongs to the thread that writes checkpoints.
 */
final class Housekeeping implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Housekeeping.class);

    private final String model;
    private final LineageWriter lineage;
    private final Collector collector;
    private final LiveSnapshots live;

    Housekeeping(String model, LineageWriter lineage, Collector collector, LiveSnapshots live) {
        this.model = model;
        this.lineage = lineage;
        this.collector = collector;
        this.live = live;
    }

    /** Ids of the checkpoints that are not needed any more once this one is announced. */
    List<String> superfluousWith(TrainingCheckpoint announcement) {
        List<TrainingCheckpoint> all = new ArrayList<>(lineage.checkpoints());
        all.add(announcement);
        try {
            return collector.superfluous(all, live.ids());
        } catch (IOException | KafkaException e) {
            removeLater(e);
            return List.of();
        }
    }

    /** Deletes the files that no announced checkpoint names. */
    void collect() {
        try {
            collector.collect(model, lineage.epoch(), lineage.checkpoints());
        } catch (IOException e) {
            removeLater(e);
        }
    }

    private static void removeLater(Exception cause) {
        log.atWarn().addKeyValue("cause", cause.toString()).log("Old checkpoints could not be removed for now");
    }

    @Override
    public void close() {
        live.close();
    }
}
