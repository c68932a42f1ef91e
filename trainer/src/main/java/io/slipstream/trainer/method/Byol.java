package io.slipstream.trainer.method;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.slipstream.trainer.engine.Program;
import io.slipstream.trainer.loss.ByolLoss;
import io.slipstream.trainer.loss.CollapseLevel;
import io.slipstream.trainer.network.Encoder;
import io.slipstream.trainer.network.Heads;
import io.slipstream.trainer.optim.MovingAverage;
import io.slipstream.trainer.optim.Optimizer;
import io.slipstream.trainer.optim.OptimizerConfig;
import io.slipstream.trainer.optim.Parameter;
import io.slipstream.trainer.schedule.HalfLife;
import io.slipstream.trainer.script.ScriptModule;
import io.slipstream.trainer.script.StateDict;
import io.slipstream.trainer.view.Augmentation;
import io.slipstream.trainer.view.ViewConfig;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/**
 * BYOL: the student predicts, from one view of an image, what the teacher makes of the other.
 *
 * <p>Student: backbone, projector, predictor. Teacher: backbone and projector, moved after every step towards the
 * student's by an exponential average; no gradient reaches it. Both normalize each view with its own batch statistics.
 * Snapshots carry the student's backbone. Not thread-safe: one thread creates and steps it. Source: Grill et al.,
 * "Bootstrap your own latent", arXiv:2006.07733, algorithm 1.
 */
public final class Byol {

    private final Encoder encoder;
    private final NDManager manager;
    private final Augmentation augmentation;
    private final Program student;
    private final Program teacher;
    private final Optimizer optimizer;
    private final MovingAverage average;
    private final OptimizerConfig optimization;
    private final HalfLife teacherHalfLife;

    /**
     * A student and a teacher with equal weights, freshly drawn from the seed.
     *
     * @param manager owner of all weights and moments
     */
    public Byol(
            ByolConfig config,
            Encoder encoder,
            ViewConfig views,
            OptimizerConfig optimization,
            long seed,
            NDManager manager) {
        this.encoder = encoder;
        this.manager = manager;
        augmentation = new Augmentation(views, encoder.imageSize(), seed, manager);

        ScriptModule projector = Heads.mlp(encoder.dim(), config.hidden(), config.projection());
        ScriptModule predictor = Heads.mlp(config.projection(), config.hidden(), config.projection());
        ScriptModule studentModule = ScriptModule.named("Student")
                .child("backbone", encoder.module())
                .child("projector", projector)
                .child("predictor", predictor)
                .method("""
                        def forward(self, x: Tensor) -> Tensor:
                          return self.predictor.forward(self.projector.forward(self.backbone.forward(x)))
                        """)
                .build();
        ScriptModule teacherModule = ScriptModule.named("Teacher")
                .child("backbone", encoder.module())
                .child("projector", projector)
                .method("""
                        def forward(self, x: Tensor) -> Tensor:
                          return self.projector.forward(self.backbone.forward(x))
                        """)
                .build();
        StateDict start = StateDict.initial(studentModule, seed);
        student = Program.load(studentModule, start, manager);
        teacher = Program.load(teacherModule, start, manager);

        optimizer = Optimizer.of(optimization, named(studentModule, student), Set.of(), manager);
        List<NDArray> followed =
                student.parameters().subList(0, teacher.parameters().size());
        average = new MovingAverage(teacher.parameters(), followed, manager);
        this.optimization = optimization;
        teacherHalfLife = new HalfLife(config.teacherHalfLife());
    }

    /**
     * One training step.
     *
     * @param pixels uint8 RGB planes of {@code batch} images, one after the other
     * @param batch number of images, at least 2
     * @param step steps taken before this one
     */
    public StepResult step(ByteBuffer pixels, int batch, long step) {
        try (NDManager scope = manager.newSubManager()) {
            // 1. Two views of every image
            Shape shape = new Shape(batch, 3, encoder.imageSize(), encoder.imageSize());
            NDArray images = scope.create(pixels, shape, DataType.UINT8);
            List<NDArray> views = augmentation.views(images, step).global();
            NDArray view1 = views.get(0);
            NDArray view2 = views.get(1);

            // 2. The teacher's projections are the targets; no gradient is recorded here
            NDArray z1 = forward(teacher, view1, scope);
            NDArray z2 = forward(teacher, view2, scope);

            // 3. The student predicts each view's target from the other view; backward
            NDArray loss;
            NDArray q1;
            try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                q1 = forward(student, view1, scope);
                NDArray q2 = forward(student, view2, scope);
                loss = ByolLoss.of(q1, q2, z1, z2);
                collector.backward(loss);
            }

            // 4. Optimizer step on the student
            double rate = optimization.schedule(batch).at(step);
            optimizer.update(rate, Set.of(), scope);

            // 5. The teacher follows the student
            double momentum = teacherHalfLife.momentum(batch);
            average.update(momentum, scope);

            return new StepResult(loss.getFloat(), CollapseLevel.of(q1), rate, momentum);
        }
    }

    private static List<Parameter> named(ScriptModule module, Program network) {
        Iterator<NDArray> values = network.parameters().iterator();
        return module.allTensors().entrySet().stream()
                .filter(tensor -> tensor.getValue().trainable())
                .map(tensor -> new Parameter(tensor.getKey(), values.next()))
                .toList();
    }

    private static NDArray forward(Program network, NDArray view, NDManager scope) {
        return network.call("forward", scope, view).singletonOrThrow();
    }

    /** The encoder that snapshots carry: the student's backbone, by the names of its module. */
    public StateDict encoderState() {
        return student.state().below("backbone.");
    }

    /** Backbone and projector of the teacher, by the names of the student's. */
    StateDict teacherState() {
        return teacher.state();
    }

    /** Backbone, projector and predictor of the student. */
    StateDict studentState() {
        return student.state();
    }
}
