package io.slipstream.ingest.deadletter;

import io.slipstream.schemas.record.DeadLetter;
import io.slipstream.schemas.record.DeadLetterReason;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Which letters are meant.
 *
 * @param reasons any where empty
 * @param source  any where absent
 * @param since   the earliest time of refusal; any where absent
 */
record LetterFilter(Set<DeadLetterReason> reasons, Optional<String> source, Optional<Instant> since) {

    LetterFilter {
        reasons = Set.copyOf(reasons);
    }

    boolean admits(DeadLetter letter) {
        return (reasons.isEmpty() || reasons.contains(letter.getReason()))
                && source.map(letter.getSource()::equals).orElse(true)
                && since.map(time -> !letter.getTime().isBefore(time)).orElse(true);
    }
}
