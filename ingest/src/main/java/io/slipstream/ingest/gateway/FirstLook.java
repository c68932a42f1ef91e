package io.slipstream.ingest.gateway;

import io.slipstream.schemas.image.BadImageException;
import io.slipstream.schemas.image.ImageLimits;
import io.slipstream.schemas.image.Images;
import io.slipstream.schemas.record.DeadLetterReason;
import java.util.Arrays;

/**
 * Looks at the header of an image while the rest of it is still on its way, so that one of too many pixels is refused
 * before it has been received. It looks again whenever twice as much has come, until the header is there; what else may be
 * wrong with the image is found when it is complete. Used by one thread at a time.
 */
final class FirstLook {

    /** Headers of more than that, decompressed, are read when the image is complete. */
    private static final int MOST_DECODED = 256 << 10;

    /** So many bytes tell the format, even of what is compressed. */
    private static final int LONGEST_MAGIC = 256;

    private final ImageLimits limits;
    private final ContentCoding coding;
    private int looked;
    private boolean done;

    FirstLook(ImageLimits limits, ContentCoding coding) {
        this.limits = limits;
        this.coding = coding;
    }

    /**
     * Looks at what has come.
     *
     * @param bytes holds the body's beginning
     * @param size of it
     * @throws ProblemException 413 if its header says that it has too many pixels
     */
    void at(byte[] bytes, int size) throws ProblemException {
        if (done || size < 2L * looked || size == 0) {
            return;
        }
        looked = size;
        try {
            Images.readHeader(coding.decodeBeginning(Arrays.copyOf(bytes, size), MOST_DECODED), limits);
            done = true;
        } catch (BadImageException bad) {
            if (bad.reason() == DeadLetterReason.TOO_MANY_PIXELS) {
                throw new ProblemException(Problem.tooManyPixels(String.valueOf(bad.getMessage())));
            }
            boolean moreMayHelp = bad.reason() == DeadLetterReason.TRUNCATED || size < LONGEST_MAGIC;
            done = !moreMayHelp || (coding != ContentCoding.IDENTITY && size > MOST_DECODED);
        }
    }
}
