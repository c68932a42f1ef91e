/**
 * {@code slipstream demo}: the whole pipeline on one machine, watched from its topics.
 *
 * <p>Start at {@link io.slipstream.deploy.demo.Demo}. What the services are told is in
 * {@link io.slipstream.deploy.demo.DemoServices}; what they say is gathered in
 * {@link io.slipstream.deploy.demo.Observations}, from which {@link io.slipstream.deploy.demo.Report},
 * {@link io.slipstream.deploy.demo.Verdict} and {@link io.slipstream.deploy.demo.ProgressText} are pure functions. Uses
 * {@code standalone}, {@code process} and the records and topics of {@code schemas}; never the code of a service.
 */
@NullMarked
package io.slipstream.deploy.demo;

import org.jspecify.annotations.NullMarked;
