/**
 * {@code slipstream chaos promote}: is the history of decisions whole, although the promoter is killed?
 *
 * <p>Start at {@link io.slipstream.deploy.chaos.promote.PromoteTrial}: it publishes what a {@link
 * io.slipstream.deploy.chaos.promote.PublicationPlan} laid out, with real artifacts in a store, while the promoter is killed
 * with SIGKILL and started again. What has to hold is in {@link io.slipstream.deploy.chaos.promote.HistoryCheck}, which
 * knows nothing of how the promoter decides. Uses {@code standalone}, {@code process} and {@code display}, the records,
 * topics and snapshot store of {@code schemas}, and of the evaluator the reader and the verification of histories.
 *
 * @see <a href="../../../../../../../../../docs/design/013-channels.md">docs/design/013-channels.md</a>
 */
@NullMarked
package io.slipstream.deploy.chaos.promote;

import org.jspecify.annotations.NullMarked;
