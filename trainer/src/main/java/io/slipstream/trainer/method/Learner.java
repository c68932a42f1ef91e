package io.slipstream.trainer.method;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.slipstream.trainer.backbone.Backbone;
import io.slipstream.trainer.device.Devices;
import io.slipstream.trainer.engine.Program;
import io.slipstream.trainer.engine.Torch;
import io.slipstream.trainer.health.BatchRank;
import io.slipstream.trainer.loss.CollapseLevel;
import io.slipstream.trainer.method.Method.Evaluated;
import io.slipstream.trainer.optim.Optimizer;
import io.slipstream.trainer.random.RandomStream;
import io.slipstream.trainer.schedule.Annealing;
import io.slipstream.trainer.schedule.LearningRate;
import io.slipstream.trainer.script.StateDict;
import io.slipstream.trainer.view.Augmentation;
import io.slipstream.trainer.view.PlainView;
import io.slipstream.trainer.view.Views;
import io.slipstream.trainer.weights.Tensor;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.LongStream;

/**
 * A student that learns by a self-supervised method, with its teacher if the method has one.
 *
 * <p>Student and teacher start equal; each normalizes a batch with its own statistics. Not thread-safe: one thread
 * creates and steps it.
 */
public final class Learner {

    private final Method method;
    private final LearnerSettings settings;
    private final NDManager manager;
    private final Augmentation augmentation;
    private final Branch student;
    private final Teacher teacher;
    private final Regularizers regularizers;
    private final Optimizer optimizer;
    private final BatchRank rank;
    private final RandomStream programSeeds;
    private final Optional<ImageObserver> observer;
    private final int imageSize;
    private final int storedLength;
    private LearningRate learningRate;
    private Optional<Annealing> annealing = Optional.empty();

    /**
     * A learner that has taken no step.
     *
     * @param devices where the networks run; {@code manager} must be one of the first of them
     * @param manager owner of all weights and moments
     */
    public Learner(Method method, Backbone backbone, LearnerSettings settings, Devices devices, NDManager manager) {
        this.method = method;
        this.settings = settings;
        this.manager = manager;
        imageSize = backbone.imageSize();
        augmentation = new Augmentation(settings.views(), backbone.imageSize(), settings.seed(), manager);
        student = Branch.of(
                backbone::student,
                Regularizers.studentHeads(method, backbone, settings.regularizers()),
                settings.seed(),
                devices,
                manager);
        teacher = Teacher.of(method, backbone, student, settings.seed(), devices, manager);
        regularizers =
                Regularizers.of(settings.regularizers(), method, backbone, student, settings.seed(), devices, manager);
        optimizer = Optimizer.of(settings.optimizer(), student.parameters(), freezable(method), manager);
        rank = new BatchRank(manager);
        observer = settings.featureDim() == 0
                ? Optional.empty()
                : Optional.of(new ImageObserver(backbone.dim(), settings.featureDim(), settings.seed(), manager));
        storedLength = settings.regularizers().needStored()
                ? method.projection(backbone.dim()).dim()
                : 0;
        programSeeds = new RandomStream(settings.seed(), "program");
        learningRate = settings.optimizer().schedule(settings.batch());
    }

    private static Set<String> freezable(Method method) {
        Set<String> prefixes = new HashSet<>(method.freezable());
        prefixes.add(Branch.BACKBONE);
        return prefixes;
    }

    /** One training step on images of which none is replayed. */
    public StepResult step(ByteBuffer pixels, int batch, long step) {
        return step(pixels, batch, ReplayedRows.from(batch), step);
    }

    /**
     * One training step.
     *
     * @param pixels uint8 RGB planes of {@code batch} images, one after the other
     * @param batch number of images, at least 2
     * @param replayed which of them are replayed
     * @param step steps taken before this one
     */
    public StepResult step(ByteBuffer pixels, int batch, ReplayedRows replayed, long step) {
        try (NDManager scope = manager.newSubManager()) {
            Torch.seed(programSeeds.at(step).nextLong());

            // 1. Views of every image
            Shape shape = new Shape(batch, 3, settings.sourceSize(), settings.sourceSize());
            NDArray images = scope.create(pixels, shape, DataType.UINT8);
            Views views = augmentation.views(images, step);

            // 2. The teacher's outputs are the targets, and the regularizers have theirs; no gradient is recorded here
            List<NDArray> targets = teacher.targets(views, step);
            Map<Regularizer, List<NDArray>> kept = regularizers.targets(views, replayed);

            // 3. The student's outputs, their losses, and backward
            Objective objective;
            Map<Regularizer, NDArray> losses;
            student.freezeBackbone(step < settings.frozenSteps());
            student.shownPatchTokens();
            try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                objective = method.objective(student, views, targets, step);
                losses = Regularizers.losses(student, objective, kept, replayed);
                collector.backward(Regularizers.sum(objective.loss(), losses));
            }

            // 4. Optimizer step on the student
            double rate = rate(step);
            student.gatherGradients(scope);
            double gradientNorm = optimizer.update(rate, frozen(step), scope);
            student.agree(scope);

            // 5. The teacher follows the student, and so does what it is held to
            double momentum = teacher.follow(batch, scope);
            regularizers.follow(batch, scope);

            // 6. The method remembers its targets
            method.remember(targets);

            return new StepResult(
                    objective.loss().getFloat(),
                    CollapseLevel.of(objective.outputs()),
                    step % settings.inspectEvery() == 0
                            ? OptionalDouble.of(rank.of(objective.embeddings().get(0)))
                            : OptionalDouble.empty(),
                    gradientNorm,
                    rate,
                    momentum,
                    Regularizers.named(losses),
                    observer.map(each -> each.of(objective, targets)),
                    storedLength == 0 ? Optional.empty() : Optional.of(meanProjections(objective)));
        }
    }

    private static Tensor meanProjections(Objective objective) {
        NDArray mean = NDArrays.stack(new NDList(objective.projections()))
                .stopGradient()
                .toType(DataType.FLOAT32, false)
                .mean(new int[] {0});
        return new Tensor(mean.getShape(), mean.toFloatArray());
    }

    /** Length of the projections that steps want stored with images; 0 if they want none. */
    public int storedLength() {
        return storedLength;
    }

    private double rate(long step) {
        return annealing.map(branch -> branch.at(step)).orElseGet(() -> learningRate.at(step));
    }

    private Set<String> frozen(long step) {
        Set<String> prefixes = new HashSet<>(method.frozen(step));
        if (step < settings.frozenSteps()) {
            prefixes.add(Branch.BACKBONE);
        }
        return prefixes;
    }

    /** Lets the learning rate warm up again from this step on, for instance because the stream has changed. */
    public void rewarm(long step) {
        learningRate = learningRate.rewarmed(step);
    }

    /**
     * Makes this the learner of a branch, whose learning rate falls from what it is now. The state does not tell: nothing
     * goes on from a branch.
     *
     * @param step steps taken
     * @param steps length of the branch
     * @param finalShare what the last step's rate is of the present one
     * @return the rate by step
     */
    public Annealing anneal(long step, long steps, double finalShare) {
        Annealing branch = new Annealing(learningRate.at(step), finalShare, step, steps);
        annealing = Optional.of(branch);
        return branch;
    }

    /**
     * Holds the student to the network that snapshots carried in this state, from the next step on, where distillation or
     * Gram anchoring do so.
     *
     * @throws IllegalArgumentException if the state is one of another network or method; nothing changes then
     */
    public void anchor(LearnerState state) {
        try (NDManager scope = manager.newSubManager()) {
            regularizers.anchor(state.tensors(), scope);
        }
    }

    /** Holds the student to what a learner of the same kind in this state is held to. */
    public void anchorAsIn(LearnerState state) {
        try (NDManager scope = manager.newSubManager()) {
            regularizers.anchorOf(state.tensors(), scope);
        }
    }

    /** A copy of everything the learner must remember. */
    public LearnerState state() {
        return new LearnerState(memories().copy(), programs(), learningRate.start());
    }

    /**
     * Goes on from a state; the next step must be the one that would have followed it.
     *
     * <p>The programs of a foreign backbone are not restored here: the learner is made with them.
     *
     * @throws IllegalArgumentException if the state is one of another network, method or optimizer; the message names
     *     every tensor that is missing, unexpected or of another shape
     */
    public void restore(LearnerState state) {
        memories().write(state.tensors());
        try (NDManager scope = manager.newSubManager()) {
            student.share(scope);
            teacher.network().ifPresent(branch -> branch.share(scope));
            regularizers.restored(scope);
        }
        learningRate = learningRate.rewarmed(state.rateStart());
    }

    private Memories memories() {
        return new Memories()
                .add("student", student.tensors())
                .add("teacher", teacher.network().map(Branch::tensors).orElse(Map.of()))
                .add("optimizer", optimizer.state())
                .add("memory", method.memory())
                .add("memory", regularizers.memory());
    }

    private Map<String, byte[]> programs() {
        Map<String, byte[]> programs = new HashMap<>();
        student.foreignProgram().ifPresent(program -> programs.put(Backbone.STUDENT, program));
        teacher.network().flatMap(Branch::foreignProgram).ifPresent(program -> programs.put(Backbone.TEACHER, program));
        return programs;
    }

    /** The backbone that snapshots carry, with its present weights. */
    public Program encoder() {
        return method.evaluated() == Evaluated.TEACHER ? teacher.branch().backbone() : student.backbone();
    }

    /**
     * What comes of the encoder when its batch norms have the statistics of these images, as they are and not augmented;
     * training goes on with its own. An encoder without such norms, or of foreign make, is left as it is.
     *
     * @param pixels uint8 RGB planes of the images, one after the other
     * @param count number of images; fewer than 2 estimate nothing
     * @param use what is to be done with the encoder
     */
    public <T> Reestimated<T> reestimated(ByteBuffer pixels, int count, Function<Program, T> use) {
        BatchStatistics statistics = new BatchStatistics(encoder());
        if (count < 2 || !statistics.exist()) {
            return new Reestimated<>(use.apply(encoder()), OptionalDouble.empty());
        }
        try (NDManager scope = manager.newSubManager()) {
            Shape shape = new Shape(count, 3, settings.sourceSize(), settings.sourceSize());
            NDArray images = new PlainView(imageSize, scope).of(scope.create(pixels, shape, DataType.UINT8));
            int batches = Math.max(1, count / settings.batch());
            return statistics.on(batches == 1 ? List.of(images) : images.split(cuts(count, batches), 0), use);
        }
    }

    /** Where batches of about one size begin, but for the first. */
    private static long[] cuts(int count, int batches) {
        return LongStream.range(1, batches).map(i -> i * count / batches).toArray();
    }

    /** Loss of a batch of this size whose outputs tell nothing apart; empty for a method that has no such value. */
    public OptionalDouble chance(int batch) {
        return method.chance(batch);
    }

    /** Every tensor of the student by name. */
    StateDict studentState() {
        return student.state();
    }

    /** The student's backbone on every device. */
    List<StateDict> studentReplicas() {
        return student.replicas();
    }

    /** Every tensor of the teacher, by the names of the student's. */
    StateDict teacherState() {
        return teacher.branch().state();
    }
}
