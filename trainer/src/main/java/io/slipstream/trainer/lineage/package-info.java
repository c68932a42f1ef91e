/**
 * The one writer of a model's lineage: all that a trainer publishes, in transactions that a successor's start cuts off.
 *
 * <p>Start with {@link io.slipstream.trainer.lineage.LineageWriter}. It turns a
 * {@link io.slipstream.trainer.lineage.Publication} into a transaction, which
 * {@link io.slipstream.trainer.lineage.Transactions} brings to a known end. Whoever
 * looks at a lineage beside its trainer starts with {@link io.slipstream.trainer.lineage.AnnouncedCheckpoints}. Uses
 * {@code scan} and the schemas.
 */
@NullMarked
package io.slipstream.trainer.lineage;

import org.jspecify.annotations.NullMarked;
