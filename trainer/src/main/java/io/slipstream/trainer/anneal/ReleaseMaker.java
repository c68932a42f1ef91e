package io.slipstream.trainer.anneal;

import ai.djl.ndarray.NDManager;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.slipstream.schemas.blob.SampleBytes;
import io.slipstream.schemas.record.ImageSample;
import io.slipstream.schemas.record.ModelSnapshot;
import io.slipstream.schemas.record.Release;
import io.slipstream.schemas.serde.AvroDeserializer;
import io.slipstream.schemas.snapshot.FileSnapshotStore;
import io.slipstream.trainer.Learning;
import io.slipstream.trainer.StepProgress;
import io.slipstream.trainer.TrainCommand;
import io.slipstream.trainer.TrainerConfig;
import io.slipstream.trainer.backbone.Backbone;
import io.slipstream.trainer.checkpoint.CheckpointHeader;
import io.slipstream.trainer.device.Devices;
import io.slipstream.trainer.engine.Torch;
import io.slipstream.trainer.random.RandomStream;
import io.slipstream.trainer.scan.TopicScan;
import io.slipstream.trainer.snapshot.Lineage;
import io.slipstream.trainer.snapshot.SnapshotDraft;
import io.slipstream.trainer.snapshot.SnapshotWriter;
import io.slipstream.trainer.stream.RecentImages;
import io.slipstream.trainer.stream.RecordReader;
import io.slipstream.trainer.stream.TrainingImage;
import io.slipstream.trainer.weights.EncoderException;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Makes a release of a checkpoint and writes it to the store; the record that announces it is the caller's to send. One
 * thread creates and runs it.
 */
final class ReleaseMaker {

    private final TrainerConfig here;
    private final SchemaRegistryClient registry;
    private final TopicScan topics;
    private final StepProgress progress;
    private final Clock clock;

    /**
     * A maker.
     *
     * @param here says where broker and stores are, what computes, and how to anneal; how to learn is the checkpoint's
     * @param clock for the times in dead letters, which nobody reads
     */
    ReleaseMaker(
            TrainerConfig here, SchemaRegistryClient registry, TopicScan topics, StepProgress progress, Clock clock) {
        this.here = here;
        this.registry = registry;
        this.topics = topics;
        this.progress = progress;
        this.clock = clock;
    }

    /**
     * Takes the steps and writes the artifact. Done again it changes nothing.
     *
     * @return the record that announces the release
     * @throws NotAnnealedException if it cannot be made of what is there
     * @throws EncoderException if the file of first weights does not fit any more
     * @throws io.slipstream.schemas.snapshot.SnapshotConflictException if something else came of it before: other records
     *     are left, or other settings or versions were in use
     * @throws IOException if a store cannot be read or written
     */
    ModelSnapshot make(Origin origin) throws NotAnnealedException, EncoderException, IOException {
        long seed = seed(origin);
        List<TrainingImage> recent = recent(origin);
        Devices devices = devices();
        try (NDManager torch = Torch.start(here.threads(), devices.first())) {
            Torch.prepareTrainingThread();
            Learning learning = Learning.branch(origin.config(), origin.state(), seed, devices, torch);
            BranchBatches batches = new BranchBatches(origin.config().batch(), recent, learning.replay(), seed);
            AnnealedBranch branch = AnnealedBranch.take(learning, batches, here.anneal(), origin.step(), progress);
            SnapshotWriter writer = new SnapshotWriter(
                    lineage(origin, learning.backbone()),
                    new FileSnapshotStore(here.snapshot().store()));
            return writer.write(draft(origin, learning, branch, recent.size()));
        }
    }

    private Devices devices() throws NotAnnealedException {
        try {
            return Devices.parse(here.device(), Torch.gpus());
        } catch (IllegalArgumentException e) {
            throw new NotAnnealedException("device: " + e.getMessage(), e);
        }
    }

    /** Numbers that training does not draw, neither before the checkpoint nor after it. */
    private static long seed(Origin origin) {
        return new RandomStream(origin.config().seed(), "branch")
                .at(origin.step())
                .nextLong();
    }

    private List<TrainingImage> recent(Origin origin) throws IOException {
        TrainerConfig config = origin.config();
        try (SampleBytes bytes =
                SampleBytes.open(here.claimCheck(), config.limits().maxBytes())) {
            RecordReader reader = new RecordReader(
                    new AvroDeserializer<>(registry, ImageSample.class),
                    bytes,
                    config.limits(),
                    config.keeping(),
                    clock);
            return new RecentImages(topics, reader)
                    .before(
                            origin.state().stream(),
                            config.intake().topic(),
                            here.anneal().recent());
        }
    }

    private static Lineage lineage(Origin origin, Backbone backbone) {
        CheckpointHeader header = origin.header();
        return new Lineage(
                header.model(),
                header.run(),
                header.epoch(),
                origin.config().method().toString(),
                backbone.name(),
                backbone.dim(),
                backbone.imageSize(),
                header.seed(),
                header.configHash(),
                TrainCommand.codeVersion(),
                Torch.versions());
    }

    private SnapshotDraft draft(Origin origin, Learning learning, AnnealedBranch branch, int recentImages) {
        AnnealConfig anneal = here.anneal();
        long step = origin.step() + anneal.steps();
        CheckpointHeader header = origin.header();
        return new SnapshotDraft(
                learning.encoder(here.snapshot().reestimateOn(), step).made(),
                Lineage.releaseOf(header.id(), anneal.steps()),
                origin.state().progress().snapshot(),
                header.id(),
                header.createdAt()
                        .plusMillis(1), // after the checkpoint's own snapshot, and the same whenever it is made
                step,
                origin.state().progress().imagesSeen() + branch.images(),
                OptionalDouble.of(branch.loss()),
                origin.state().stream().ledger(),
                Optional.of(Release.newBuilder()
                        .setSteps(anneal.steps())
                        .setRate(branch.rate().rate())
                        .setFinalRate(branch.lastRate())
                        .setFinalShare(anneal.finalShare())
                        .setRecent(anneal.recent())
                        .setRecentImages(recentImages)
                        .setReplayImages(learning.replay().size())
                        .build()));
    }
}
