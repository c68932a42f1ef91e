package io.slipstream.evaluator.follow;

import io.slipstream.evaluator.encoder.Encoder;
import io.slipstream.evaluator.encoder.EncoderException;
import io.slipstream.schemas.record.ModelSnapshot;
import io.slipstream.schemas.topic.Topic;
import java.io.IOException;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/**
 * One thing that is found out about every snapshot and published as one record: the scores on a probe set, a report.
 *
 * <p>The {@link SnapshotFollower loop} verifies and loads a snapshot's encoder once and hands it to all assessments, in the
 * order in which they were given; what one publishes, the next may already know. An assessment remembers through its topic
 * alone: its records are {@link #recall recalled} from the beginning of the topic before the first snapshot is chosen, so
 * that a restart repeats nothing. Snapshots of a lineage come in the order of their announcements, with one exception: one
 * that a channel begins to name after a newer one has been assessed.
 *
 * <p>Called by one thread.
 *
 * @param <R> what is published
 */
public interface Assessment<R extends SpecificRecord> {

    /** The assessment in the log: "probe set cifar". */
    String name();

    /** Where its records go; compacted, of one partition. Several assessments may share a topic. */
    Topic<R> topic();

    /** The key of a record: assessing a snapshot again replaces what was found before. */
    String key(R found);

    /** Opens what else it reads; called once, before its history is recalled. */
    default void open(TopicAccess topics) {}

    /** Takes note of a record of its topic: from the history, or just published by any assessment of that topic. */
    void recall(R found);

    /** Takes note of what has changed outside; called before each choice of a snapshot. */
    default void refresh() {}

    /** Whether some record about the snapshot has been recalled, of whatever suite. */
    boolean hasAssessed(ModelSnapshot snapshot);

    /**
     * What keeps it from saying anything at the moment, in words; asked before each snapshot, which then goes past it with a
     * line in the log.
     */
    default Optional<String> obstacle() {
        return Optional.empty();
    }

    /** Whether something remains to be found out: {@link #assess} would, but for an obstacle, say what has not been recalled. */
    boolean wants(ModelSnapshot snapshot);

    /**
     * Finds it out.
     *
     * @param encoder of the snapshot, verified; closed by the caller
     * @param models the other snapshots, and the channels that serve them
     * @return empty if there is nothing to say about this snapshot
     * @throws EncoderException if the encoder fails; the snapshot is then refused for all assessments
     * @throws IOException if something it needs cannot be read at the moment; it is asked again
     */
    Optional<R> assess(ModelSnapshot snapshot, Encoder encoder, ModelHistory models)
            throws EncoderException, IOException;

    /** Says in the log what was found, once it has been published. */
    void report(R found);
}
