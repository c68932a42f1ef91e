package io.slipstream.ingest.publish;

import io.slipstream.ingest.source.RawImage;
import io.slipstream.schemas.blob.ClaimCheck;
import io.slipstream.schemas.record.ImageSample;
import java.io.IOException;
import java.util.Optional;
import org.apache.kafka.common.errors.RetriableException;

/**
 * Makes of an input what goes on a topic: validates it and puts the bytes of a large image away. Thread-safe.
 *
 * @param validation decides on the input
 * @param claimCheck where the bytes of large images go; absent if they stay in the record
 * @param patience for a store that is away
 */
record Judge(Validation validation, Optional<ClaimCheck> claimCheck, Patience patience) {

    /** A store that may be there again later. */
    private static final class StoreAwayException extends RetriableException {
        StoreAwayException(IOException cause) {
            super(cause.getMessage(), cause);
        }
    }

    /** @throws UnavailableException if the store stayed away */
    Verdict judge(RawImage image) throws UnavailableException, InterruptedException {
        Verdict verdict = validation.judge(image);
        if (claimCheck.isPresent() && verdict instanceof Verdict.Accepted accepted) {
            ClaimCheck check = claimCheck.get();
            ImageSample sample = patience.insist("putting away a large image", () -> putAway(check, accepted.sample()));
            return new Verdict.Accepted(sample, accepted.size());
        }
        return verdict;
    }

    private static ImageSample putAway(ClaimCheck check, ImageSample sample) {
        try {
            return check.check(sample);
        } catch (IOException away) {
            throw new StoreAwayException(away);
        }
    }
}
