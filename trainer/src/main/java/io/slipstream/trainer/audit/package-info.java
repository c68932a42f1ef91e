/**
 * The audit of a model's ledger: whether what a lineage says it has read agrees with itself and with the topics.
 *
 * <p>Start with {@link io.slipstream.trainer.audit.VerifyLedgerCommand}. An
 * {@link io.slipstream.trainer.audit.EvidenceReader} gathers {@link io.slipstream.trainer.audit.Evidence} once; the checks
 * ({@code …Check}) are pure functions of it, and {@link io.slipstream.trainer.audit.AuditReport} holds what they found.
 * Nothing is written to a topic. Uses {@code scan}, the trainer's configuration and the schemas.
 */
@NullMarked
package io.slipstream.trainer.audit;

import org.jspecify.annotations.NullMarked;
