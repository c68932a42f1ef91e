package io.slipstream.evaluator.watch;

import io.slipstream.evaluator.topic.Retry;
import io.slipstream.evaluator.watch.encode.Embedder;
import io.slipstream.evaluator.watch.encode.EncoderRule;
import io.slipstream.schemas.blob.SampleBytes;
import io.slipstream.schemas.record.ChannelPointer;
import io.slipstream.schemas.record.DriftAnchor;
import io.slipstream.schemas.record.DriftReport;
import io.slipstream.schemas.record.ModelSnapshot;
import io.slipstream.schemas.record.TrainingRequest;
import io.slipstream.schemas.sample.SampleReader;
import io.slipstream.schemas.serde.AvroDeserializer;
import io.slipstream.schemas.serde.AvroSerializer;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * What all tasks share. Every part is thread-safe.
 *
 * @param bytes where the encoded bytes of samples are
 * @param declared encoded images of a declared anchor; empty if it is collected from the stream
 * @param background runs what takes longer than a record may
 * @param clock time of reports
 */
record DriftParts(
        DriftConfig config,
        SampleReader reader,
        SampleBytes bytes,
        Embedder embedder,
        EncoderRule rule,
        List<byte[]> declared,
        AvroDeserializer<ModelSnapshot> snapshots,
        AvroDeserializer<ChannelPointer> pointers,
        AvroDeserializer<DriftAnchor> anchors,
        AvroSerializer<DriftReport> reports,
        AvroSerializer<TrainingRequest> requests,
        Retry retry,
        Executor background,
        Clock clock) {}
