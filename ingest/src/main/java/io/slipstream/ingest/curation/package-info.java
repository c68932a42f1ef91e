/**
 * {@code slipstream curate}: a Kafka Streams application that turns {@code images.raw} into {@code images}, exactly once.
 *
 * <pre>
 *   images.raw ─► read ─► seen before? ─► over its rate or share? ─► decode ─► good enough? ─► looks like another?
 *                  │           │                    │                   │            │                 │
 *                  ▼           ▼                    ▼                   ▼            ▼                 ▼
 *             dead letter   dropped              dropped           dead letter    dropped     dropped, else images
 * </pre>
 *
 * Refused records go to {@code images.dead-letter}, dropped ones are counted; per partition, read = forwarded +
 * dead-lettered + dropped. Start at {@link io.slipstream.ingest.curation.CurationTopology} for the data flow, at
 * {@link io.slipstream.ingest.curation.Curator} for the decisions, at
 * {@link io.slipstream.ingest.curation.CurateCommand} for the service.
 *
 * <p>Uses {@code measure}, {@code pace} and the patience of {@code publish}; no other source or sink of ingest.
 *
 * @see <a href="../../../../../../../../../docs/curation.md">docs/curation.md</a>
 */
@NullMarked
package io.slipstream.ingest.curation;

import org.jspecify.annotations.NullMarked;
