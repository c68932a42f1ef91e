/**
 * {@code slipstream chaos}: is a trainer that is killed again and again the same as one that is not?
 *
 * <p>Start at {@link io.slipstream.deploy.chaos.KillTrial}, which runs trainers of one method to the end of a topic that
 * {@link io.slipstream.deploy.chaos.StreamPlan} laid out: one undisturbed, one killed at the points of a
 * {@link io.slipstream.deploy.chaos.KillSchedule}, one that starts cold. What they left on the topics and in the snapshot
 * store is their {@link io.slipstream.deploy.chaos.Evidence}, on which {@link io.slipstream.deploy.chaos.Comparison} is a
 * pure function. Uses {@code standalone}, {@code process} and {@code display}, the camera of {@code ingest}, the names of
 * the methods, and the records and topics of {@code schemas}; of the trainer it knows the command, the configuration and
 * the log.
 *
 * @see <a href="../../../../../../../../docs/design/008-exact-resume.md">docs/design/008-exact-resume.md</a>
 */
@NullMarked
package io.slipstream.deploy.chaos;

import org.jspecify.annotations.NullMarked;
