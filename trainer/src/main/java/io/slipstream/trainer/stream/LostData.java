package io.slipstream.trainer.stream;

import io.slipstream.trainer.stream.IntakeConfig.OnLostData;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds that a partition no longer holds what was to be read next, and ends the reading or leaves that out. */
final class LostData {

    private static final Logger log = LoggerFactory.getLogger(LostData.class);

    private final OnLostData policy;
    private final boolean isRecorded;

    LostData(OnLostData policy) {
        this(policy, false);
    }

    private LostData(OnLostData policy, boolean isRecorded) {
        this.policy = policy;
        this.isRecorded = isRecorded;
    }

    /** Ends the reading of a recorded order, of which nothing may be left out. */
    static LostData ofRecordedOrder() {
        return new LostData(OnLostData.FAIL, true);
    }

    /**
     * Compares where reading is to go on with what there is; empty if nothing is lost.
     *
     * @param next offset at which reading is to go on
     * @param beginning first offset there is
     * @param end offset after the last one there is
     * @throws LostDataException if something is lost and may not be left out
     */
    Optional<Arrival.Lost> find(TopicPartition partition, long next, long beginning, long end) {
        if (next < beginning) {
            return Optional.of(lost(
                    new Arrival.Lost(partition, next, beginning),
                    "expected %s@%d, found @%d as the first record: those before it were deleted"
                            .formatted(partition, next, beginning)));
        }
        if (next > end) {
            return Optional.of(lost(
                    new Arrival.Lost(partition, next, end),
                    "expected %s@%d, found the partition's end at @%d: it was cut short"
                            .formatted(partition, next, end)));
        }
        return Optional.empty();
    }

    /**
     * A partition of a topic that was deleted and made anew.
     *
     * @param next offset of the old topic at which reading was to go on
     * @param beginning first offset of the new topic
     * @throws LostDataException if the rest of the old topic may not be left out
     */
    Arrival.Lost madeAnew(TopicPartition partition, long next, long beginning) {
        return lost(
                new Arrival.Lost(partition, next, beginning),
                "expected %s@%d, found another topic of that name: it was deleted and made anew"
                        .formatted(partition, next));
    }

    private Arrival.Lost lost(Arrival.Lost loss, String found) {
        if (isRecorded) {
            throw new LostDataException(found + ". What is lost cannot be trained on again");
        }
        if (policy == OnLostData.FAIL) {
            throw new LostDataException(found + ". What is lost cannot be trained on; with intake.on-lost-data: skip"
                    + " training goes on at " + loss.partition() + "@" + loss.to());
        }
        log.atWarn()
                .addKeyValue("partition", loss.partition())
                .addKeyValue("from", loss.from())
                .addKeyValue("to", loss.to())
                .log("Data is lost and left out: " + found);
        return loss;
    }
}
