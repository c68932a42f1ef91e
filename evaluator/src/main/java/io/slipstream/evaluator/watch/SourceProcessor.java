package io.slipstream.evaluator.watch;

import io.slipstream.evaluator.watch.encode.EncoderChoice;
import io.slipstream.evaluator.watch.row.Counts;
import io.slipstream.evaluator.watch.row.Eyes;
import io.slipstream.evaluator.watch.row.PendingImage;
import io.slipstream.evaluator.watch.row.Row;
import io.slipstream.evaluator.watch.row.StreamState;
import io.slipstream.evaluator.watch.row.Wire;
import io.slipstream.schemas.blob.RefusedBlobException;
import io.slipstream.schemas.image.BadImageException;
import io.slipstream.schemas.record.ImageSample;
import io.slipstream.schemas.record.ModelSnapshot;
import io.slipstream.schemas.sample.RefusedSampleException;
import io.slipstream.schemas.sample.SampleReader;
import io.slipstream.schemas.sample.SourceKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Watches the sources of one partition: an image is read, every so many-th decoded and measured, a batch of them embedded at
 * once, and each becomes a row of its source's window and, of some, of the whole's.
 *
 * <p>What is kept in memory beside the stores is built in {@link #init}, so that after an aborted transaction nothing of it
 * is left.
 */
final class SourceProcessor implements Processor<byte[], byte[], String, Outgoing> {

    /** Counts of records whose source cannot be told; no source key has this name. */
    static final String UNKNOWN = "?";

    /** An image does not wait longer than this for its batch to fill. */
    private static final Duration LONGEST_WAIT = Duration.ofMillis(500);

    private final DriftParts parts;
    private ProcessorContext<String, Outgoing> context;
    private StreamStores stores;
    private Bulletin bulletin;
    private Batch batch;
    private Sight sight;
    private Outlet outlet;
    private StreamWatch watch;
    private Canon canon;

    @SuppressWarnings("NullAway.Init") // init comes before process
    SourceProcessor(DriftParts parts) {
        this.parts = parts;
    }

    @Override
    public void init(ProcessorContext<String, Outgoing> context) {
        this.context = context;
        KeyValueStore<Bytes, byte[]> pending = context.getStateStore(DriftTopology.PENDING);
        stores = new StreamStores(context, DriftTopology.OF_SOURCES);
        bulletin = new Bulletin(context, parts);
        batch = new Batch(pending);
        sight = new Sight(parts, bulletin);
        outlet = new Outlet(context, parts, stores, bulletin);
        watch = new StreamWatch(parts, stores, outlet::send);
        canon = new Canon(parts, stores, changed -> outlet.send(Outgoing.Kind.CANONICAL_ROW, Wire.bytes(changed)));
        context.schedule(LONGEST_WAIT, PunctuationType.WALL_CLOCK_TIME, now -> embed());
    }

    @Override
    public void process(Record<byte[], byte[]> incoming) {
        RecordMetadata from =
                context.recordMetadata().orElseThrow(() -> new IllegalStateException("a record came from no topic"));
        String source = source(SampleReader.source(incoming.key(), incoming.headers()));
        try {
            ImageSample sample = read(incoming, from);
            source = source(sample.getSource());
            if (source.equals(UNKNOWN)) {
                count(source, stores.counts(source).oneSeen().oneRefused());
                return;
            }
            Counts counts = stores.counts(source).oneSeen();
            count(source, counts);
            if ((counts.seen() - 1) % parts.config().every() == 0) {
                look(sample, from, counts);
            }
        } catch (RefusedSampleException bad) {
            count(source, stores.counts(source).oneSeen().oneRefused());
        }
        if (batch.size() >= parts.config().encoder().batchSize()) {
            embed();
        }
    }

    /** Whatever reading does with the bytes is their fault, unless it is Kafka's or the registry's. */
    private ImageSample read(Record<byte[], byte[]> incoming, RecordMetadata from) throws RefusedSampleException {
        return parts.retry()
                .call("reading " + from.topic() + "-" + from.partition() + "@" + from.offset(), () -> parts.reader()
                        .read(
                                from.topic(),
                                incoming.key(),
                                incoming.value(),
                                incoming.headers(),
                                incoming.timestamp()));
    }

    private void look(ImageSample sample, RecordMetadata from, Counts counts) {
        Optional<EncoderChoice> encoders = bulletin.choice(parts.clock().millis());
        if (encoders.isEmpty()) {
            count(sample.getSource(), counts.moreUnembedded(1));
            return;
        }
        try {
            byte[] encoded = parts.retry()
                    .call("fetching " + sample.getId(), () -> parts.bytes().of(sample));
            batch.add(Look.at(sample, encoded, from, encoders.get().fixed().getInputSize(), parts));
            count(sample.getSource(), counts.oneLooked());
        } catch (RefusedBlobException | BadImageException bad) {
            count(sample.getSource(), counts.oneUndecodable());
        } catch (KafkaException notTheirs) {
            throw notTheirs;
        } catch (IllegalArgumentException | IndexOutOfBoundsException undecodable) {
            count(sample.getSource(), counts.oneUndecodable()); // a decoder that stumbles over what it was given
        }
    }

    /** Embeds what waits: up to the end of the first window that it fills, then the rest. */
    private void embed() {
        List<PendingImage> images = batch.take();
        while (!images.isEmpty()) {
            Optional<EncoderChoice> encoders = bulletin.choice(parts.clock().millis());
            if (encoders.isEmpty()) {
                images.forEach(image -> unembedded(image.source()));
                return;
            }
            List<Eyes> eyes = eyes(images, encoders.get());
            List<PendingImage> together = images.subList(0, eyes.size());
            List<@Nullable Row> rows = sight.rows(together, eyes);
            for (int i = 0; i < rows.size(); i++) {
                add(together.get(i), rows.get(i));
            }
            images = images.subList(eyes.size(), images.size());
        }
    }

    /** Which encoders look at each image, up to the first that does not fit into its source's window any more. */
    private List<Eyes> eyes(List<PendingImage> images, EncoderChoice encoders) {
        Map<String, Eyes> ofSource = new HashMap<>();
        Map<String, Long> room = new HashMap<>();
        List<Eyes> eyes = new ArrayList<>();
        for (PendingImage image : images) {
            String source = image.source();
            if (!ofSource.containsKey(source)) {
                StreamState state = begun(source, encoders);
                ofSource.put(source, eyes(source, state, encoders));
                room.put(source, watch.room(state));
            }
            long left = room.merge(source, -1L, Long::sum);
            if (left < 0) {
                return eyes;
            }
            eyes.add(ofSource.get(source));
        }
        return eyes;
    }

    /** The state of a source with the anchor there should be. Later anchors replace earlier ones, never the reverse. */
    private StreamState begun(String source, EncoderChoice encoders) {
        StreamState state = watch.state(source);
        if (state == null || state.anchor().epoch() < encoders.epoch()) {
            watch.renew(source, encoders.epoch(), encoders.fixed().getSnapshotId());
            if (!parts.declared().isEmpty()) {
                declare(source, encoders);
            }
        }
        return stores.require(source);
    }

    /** A window is seen by the encoders that saw its first image; the next by those there are then. */
    private Eyes eyes(String source, StreamState state, EncoderChoice encoders) {
        StreamState.Anchor anchor = state.anchor();
        if (state.open().size() > 0) {
            return new Eyes(anchor.epoch(), anchor.fixedId(), state.open().currentId());
        }
        Optional<ModelSnapshot> current = encoders.current();
        bulletin.snapshot(anchor.fixedId()).ifPresent(fixed -> canon.prepare(source, fixed, current));
        return new Eyes(
                anchor.epoch(),
                anchor.fixedId(),
                current.map(ModelSnapshot::getSnapshotId).orElse(null));
    }

    private void add(PendingImage image, @Nullable Row row) {
        if (row == null) {
            unembedded(image.source());
            return;
        }
        long number = stores.require(row.source()).open().next();
        int inAnchor = watch.add(row.source(), row);
        if (inAnchor >= 0) {
            canon.offer(row.source(), inAnchor, row, image.image());
        }
        if (number % parts.config().overallEvery() == 0) {
            outlet.send(Outgoing.Kind.ROW, Wire.bytes(row));
        }
    }

    /** Makes the declared images the anchor of a source, and of the whole. */
    private void declare(String source, EncoderChoice encoders) {
        List<PendingImage> images =
                Declared.images(parts, source, encoders.fixed().getInputSize());
        Eyes eyes = new Eyes(
                encoders.epoch(),
                encoders.fixed().getSnapshotId(),
                encoders.current().map(ModelSnapshot::getSnapshotId).orElse(null));
        List<@Nullable Row> rows =
                sight.rows(images, images.stream().map(image -> eyes).toList());
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            int inAnchor = row == null ? -1 : watch.addToAnchor(source, row);
            if (row != null && inAnchor >= 0) {
                canon.offer(source, inAnchor, row, images.get(i).image());
                outlet.send(Outgoing.Kind.ANCHOR_ROW, Wire.bytes(row));
            }
        }
    }

    private void unembedded(String source) {
        count(source, stores.counts(source).moreUnembedded(1));
    }

    private void count(String source, Counts counts) {
        stores.put(source, counts);
    }

    private static String source(String named) {
        return SourceKey.isValid(named) ? named : UNKNOWN;
    }
}
