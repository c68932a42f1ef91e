package io.slipstream.ingest.fuzz;

import java.util.Locale;

/**
 * One image to try.
 *
 * @param number from 0 on
 * @param mutation what was done
 * @param seed name of what it was done to
 */
@SuppressWarnings("ArrayRecordComponent")
record FuzzCase(int number, Mutation mutation, String seed, byte[] bytes) {

    /** A file name that is unique within a run, for instance {@code 00042-bit-flips-grey.png}. */
    String name() {
        return String.format(Locale.ROOT, "%05d-%s-%s", number, mutation.title(), seed);
    }
}
