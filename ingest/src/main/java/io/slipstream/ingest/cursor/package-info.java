/**
 * Where ingest goes on after a stop, even one by kill -9: on disk is what of a source the broker has acknowledged.
 *
 * <p>Start at {@link io.slipstream.ingest.cursor.Cursor}. A cursor never runs ahead of the acknowledgements, so nothing is
 * skipped; it lags behind by what was in flight and a moment more, which is sent again. Uses the JDK and the hash of
 * {@code schemas}.
 */
@NullMarked
package io.slipstream.ingest.cursor;

import org.jspecify.annotations.NullMarked;
