package io.slipstream.trainer.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.ndarray.types.Shape;
import io.slipstream.trainer.method.LearnerState;
import io.slipstream.trainer.pixels.Keeping;
import io.slipstream.trainer.pixels.Keeping.Form;
import io.slipstream.trainer.replay.ReplayState;
import io.slipstream.trainer.stream.PendingImage;
import io.slipstream.trainer.stream.StreamState;
import io.slipstream.trainer.stream.TrainingImage;
import io.slipstream.trainer.weights.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointTest {

    private final Path root;
    private final BlobStore store;
    private final CheckpointReader reader;

    CheckpointTest(@TempDir Path root) {
        this.root = root;
        store = new FileBlobStore(root);
        reader = new CheckpointReader(root);
    }

    @Test
    void whatIsReadIsWhatWasWrittenToTheLastBit() throws Exception {
        TrainingState state = States.state(3, States.images(0, 5));
        CheckpointHeader header = States.header(2, 3);

        Written written = new CheckpointWriter(store).write(header, state, States.order(), States.CONFIG);
        Restored restored = reader.read(written.manifestUri(), written.manifestSha256());

        assertThat(restored.header()).isEqualTo(header);
        assertThat(restored.configYaml()).isEqualTo(States.CONFIG);
        assertThat(restored.sinceSnapshot()).isEqualTo(States.order());
        assertThat(restored.state()).usingRecursiveComparison(States.BY_VALUE).isEqualTo(state);
    }

    @Test
    void projectionsComeBackWithTheImagesTheyAreStoredWith() throws Exception {
        List<TrainingImage> images = States.images(0, 3);
        CheckpointWriter writer = new CheckpointWriter(store);
        Written without = writer.write(States.header(1, 1), States.state(1, images), States.order(), "");
        images.set(1, States.projected(1));
        images.add(States.projected(3));
        TrainingState state = States.state(1, images);

        Written some = writer.write(States.header(1, 2), state, States.order(), "");
        Written atOnce = new CheckpointWriter(store).write(States.header(1, 2), state, States.order(), "");

        TrainingState restored =
                reader.read(some.manifestUri(), some.manifestSha256()).state();
        assertThat(restored).usingRecursiveComparison(States.BY_VALUE).isEqualTo(state);
        assertThat(some.stateHashes())
                .isEqualTo(atOnce.stateHashes())
                .doesNotContainEntry("replay", without.stateHashes().get("replay"));
        assertThat(reader.read(without.manifestUri(), without.manifestSha256())
                        .state()
                        .replay()
                        .slots())
                .allMatch(image -> image.projection().length == 0);
    }

    @Test
    void whatIsAbsentIsAbsentAfterwardsAndALossThatIsNoNumberStaysNone() throws Exception {
        Progress first =
                new Progress(0, 0, 0, 0, Optional.empty(), -1, Double.NaN, 0, OptionalDouble.empty(), false, 0, 0, -1);
        LearnerState learner = new LearnerState(new TreeMap<>(), Map.of(), 0);
        StreamState stream = new StreamState(List.of(), Map.of(), Optional.empty(), List.of(), List.of());
        TrainingState state = new TrainingState(first, learner, new ReplayState<>(0, List.of()), stream);

        Written written = new CheckpointWriter(store).write(States.header(1, 0), state, States.order(), "");

        assertThat(reader.read(written.manifestUri(), written.manifestSha256()).state())
                .isEqualTo(state);
    }

    @Test
    void whatABufferRemembersBesideItsImagesIsReadAsItWasWrittenAndPartOfItsHash() throws Exception {
        TrainingState state = States.withColumns(States.state(3, States.images(0, 5)), 0.25f);

        Written written = new CheckpointWriter(store).write(States.header(2, 3), state, States.order(), States.CONFIG);

        assertThat(reader.read(written.manifestUri(), written.manifestSha256()).state())
                .usingRecursiveComparison(States.BY_VALUE)
                .isEqualTo(state);
        assertThat(changed(state, States.withColumns(state, 0.5f))).containsExactly("replay");
    }

    @Test
    void encodedImagesAreReadAsTheyWereKeptBesideDecodedOnes() throws Exception {
        Keeping encoded = new Keeping(Form.ENCODED, 4, 1);
        List<TrainingImage> images = new ArrayList<>(States.images(0, 3));
        images.addAll(
                States.images(3, 3).stream().map(image -> image.kept(encoded)).toList());
        TrainingState state = States.state(3, images);
        StreamState stream = state.stream().kept(encoded);
        TrainingState both = new TrainingState(state.progress(), state.learner(), state.replay(), stream);

        Written written = new CheckpointWriter(store).write(States.header(2, 3), both, States.order(), States.CONFIG);

        TrainingState read =
                reader.read(written.manifestUri(), written.manifestSha256()).state();
        assertThat(read).usingRecursiveComparison(States.BY_VALUE).isEqualTo(both);
        assertThat(read.replay().slots().get(5).pixels().rgb())
                .isEqualTo(images.get(5).pixels().rgb());
        assertThat(changed(state, both)).containsExactly("stream");
    }

    @Test
    void whereAnImageThatWaitsCameFromIsRemembered() throws Exception {
        TrainingState base = States.state(1, States.images(0, 2));
        StreamState stream = base.stream();
        PendingImage pending = stream.pending().get(0);
        StreamState fromCamera = new StreamState(
                stream.ledger(),
                stream.topicIds(),
                stream.last(),
                stream.recent(),
                List.of(
                        new PendingImage(pending.partition(), 7, "größer/1", pending.image()),
                        new PendingImage(pending.partition(), 8, "", pending.image())));
        TrainingState state = new TrainingState(base.progress(), base.learner(), base.replay(), fromCamera);

        Written written = new CheckpointWriter(store).write(States.header(1, 1), state, States.order(), "");

        assertThat(reader.read(written.manifestUri(), written.manifestSha256()).state().stream()
                        .pending())
                .extracting(PendingImage::source)
                .containsExactly("größer/1", "");
        assertThat(changed(base, state)).containsExactly("stream");
    }

    @Test
    void aRestoredTrainerGoesOnFromTheSegmentsOfTheOneBefore() throws Exception {
        List<TrainingImage> images = States.images(0, 100);
        Written first = new CheckpointWriter(store)
                .write(States.header(1, 1), States.state(1, images), States.order(), States.CONFIG);

        Restored restored = reader.read(first.manifestUri(), first.manifestSha256());
        Written second = new CheckpointWriter(store, restored)
                .write(States.header(2, 1), restored.state(), States.order(), States.CONFIG);
        Written third = new CheckpointWriter(new FileBlobStore(root.resolve("elsewhere")), restored)
                .write(States.header(2, 1), restored.state(), States.order(), States.CONFIG);

        assertThat(first.bytesWritten() - second.bytesWritten()).isGreaterThan(100 * 3 * 4 * 4);
        assertThat(third.bytesWritten()).isGreaterThanOrEqualTo(first.bytesWritten());
        assertThat(List.of(second.stateHashes(), third.stateHashes())).containsOnly(first.stateHashes());
        for (Written each : List.of(second, third)) {
            assertThat(reader.read(each.manifestUri(), each.manifestSha256()).state())
                    .usingRecursiveComparison(States.BY_VALUE)
                    .isEqualTo(restored.state());
        }
    }

    @Test
    void anUnchangedStateCostsAManifest() throws Exception {
        CheckpointWriter writer = new CheckpointWriter(store);
        TrainingState state = States.state(1, States.images(0, 100));
        writer.write(States.header(1, 1), state, States.order(), States.CONFIG);

        Written again = writer.write(States.header(1, 2), state, States.order(), States.CONFIG);

        assertThat(again.bytesWritten()).isPositive().isLessThan(4096);
    }

    @Test
    void eachHashTellsAChangeOfItsPartAndOfNoOther() throws Exception {
        TrainingState base = States.state(1, States.images(0, 5));
        List<TrainingImage> decodedOtherwise = new ArrayList<>(base.replay().slots());
        decodedOtherwise.set(3, new TrainingImage(decodedOtherwise.get(3).id(), new byte[3 * 4 * 4]));
        StreamState stream = base.stream();
        List<TrainingImage> projected = new ArrayList<>(base.replay().slots());
        projected.set(3, States.projected(3));

        assertThat(changed(
                        base,
                        new TrainingState(
                                base.progress(),
                                base.learner(),
                                new ReplayState<>(base.replay().offered(), projected),
                                stream)))
                .containsExactly("replay");
        assertThat(changed(base, with(base, tensor(base.learner(), "student/stem.weight"))))
                .containsExactly("student");
        assertThat(changed(base, with(base, tensor(base.learner(), "teacher/stem.weight"))))
                .containsExactly("teacher");
        assertThat(changed(base, with(base, tensor(base.learner(), "optimizer/new"))))
                .containsExactly("optimizer");
        assertThat(changed(base, with(base, tensor(base.learner(), "memory/stem.weight"))))
                .containsExactly("memory");
        assertThat(changed(
                        base,
                        with(
                                base,
                                new LearnerState(
                                        base.learner().tensors(),
                                        base.learner().programs(),
                                        base.learner().rateStart() + 1))))
                .containsExactly("optimizer");
        assertThat(changed(
                        base,
                        with(
                                base,
                                new LearnerState(
                                        base.learner().tensors(),
                                        Map.of("student", new byte[] {1, 2, 4}),
                                        base.learner().rateStart()))))
                .containsExactly("student");
        assertThat(changed(
                        base,
                        new TrainingState(
                                base.progress(),
                                base.learner(),
                                new ReplayState<>(base.replay().offered(), decodedOtherwise),
                                stream)))
                .containsExactly("replay");
        assertThat(changed(
                        base,
                        new TrainingState(
                                base.progress(),
                                base.learner(),
                                base.replay(),
                                new StreamState(
                                        stream.ledger(),
                                        stream.topicIds(),
                                        stream.last(),
                                        List.of(States.id(2), States.id(1)),
                                        stream.pending()))))
                .containsExactly("stream");
    }

    @Test
    void hashesKnowNothingOfModelEpochTimeAndSegments() throws Exception {
        List<TrainingImage> images = States.images(0, 20);
        CheckpointWriter inPieces = new CheckpointWriter(store);
        for (int count = 1; count < 20; count++) {
            inPieces.write(States.header(1, count), States.state(count, images.subList(0, count)), States.order(), "");
        }
        TrainingState state = States.state(20, images);

        Written pieces = inPieces.write(States.header(1, 20), state, States.order(), "");
        CheckpointHeader header = States.header(9, 5);
        Written atOnce = new CheckpointWriter(store)
                .write(
                        new CheckpointHeader(
                                "other",
                                "another run",
                                header.epoch(),
                                header.id(),
                                header.parent(),
                                header.snapshot(),
                                header.parentSnapshot(),
                                header.createdAt(),
                                8,
                                "another hash",
                                header.codeVersion(),
                                Map.of()),
                        state,
                        States.order(),
                        States.CONFIG);

        assertThat(pieces.stateHashes()).isEqualTo(atOnce.stateHashes()).hasSize(6);
    }

    @Test
    void aTensorOfNoPartAndAnIdThatIsNoHashAreRefused() {
        TrainingState state = States.state(1, States.images(0, 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> changed(state, with(state, tensor(state.learner(), "critic/weight"))))
                .withMessageContainingAll("student", "'critic/weight'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> changed(state, States.state(1, List.of(new TrainingImage("seven", new byte[3])))))
                .withMessageContaining("seven");
    }

    private static LearnerState tensor(LearnerState learner, String name) {
        TreeMap<String, Tensor> tensors = new TreeMap<>(learner.tensors());
        tensors.put(name, new Tensor(new Shape(1), new float[] {8}));
        return new LearnerState(tensors, learner.programs(), learner.rateStart());
    }

    private static TrainingState with(TrainingState state, LearnerState learner) {
        return new TrainingState(state.progress(), learner, state.replay(), state.stream());
    }

    private List<String> changed(TrainingState from, TrainingState to) throws Exception {
        Map<String, String> before = new CheckpointWriter(store)
                .write(States.header(1, 1), from, States.order(), "")
                .stateHashes();
        Map<String, String> after = new HashMap<>(new CheckpointWriter(store)
                .write(States.header(1, 1), to, States.order(), "")
                .stateHashes());
        after.entrySet().removeAll(before.entrySet());
        return List.copyOf(after.keySet());
    }
}
