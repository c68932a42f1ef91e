/**
 * Snapshots: the encoder as a self-contained artifact in the store, announced on its topic.
 *
 * <p>Start with {@link io.slipstream.trainer.snapshot.SnapshotWriter}. Uses the schemas.
 */
@NullMarked
package io.slipstream.trainer.snapshot;

import org.jspecify.annotations.NullMarked;
