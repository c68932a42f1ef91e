/**
 * {@code slipstream chaos ingest}: does every acknowledged image arrive, once, although everything between is killed?
 *
 * <p>Start at {@link io.slipstream.deploy.chaos.ingest.IngestTrial}: a gateway under load, a directory that is sent and
 * curation, each killed and started again and again. What has to hold is in
 * {@link io.slipstream.deploy.chaos.ingest.IngestReport}. Uses {@code standalone}, {@code process} and {@code display}, the
 * camera of {@code ingest}, and the records and topics of {@code schemas}; of the services it knows their commands, their
 * configuration and their addresses.
 */
@NullMarked
package io.slipstream.deploy.chaos.ingest;

import org.jspecify.annotations.NullMarked;
