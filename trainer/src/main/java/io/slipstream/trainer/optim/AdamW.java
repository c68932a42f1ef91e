package io.slipstream.trainer.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.slipstream.trainer.engine.Arguments;
import io.slipstream.trainer.engine.Program;
import io.slipstream.trainer.script.ScriptModule;
import java.util.List;
import java.util.stream.Stream;

/**
 * AdamW over a list of parameters: one native call per step for those that decay, one for those that do not.
 *
 * <p>Parameters of at most one dimension (biases, norms) take no weight decay. Gradients are set to zero after the
 * update, so that the next backward pass starts afresh. Not thread-safe. Source: Loshchilov and Hutter, "Decoupled
 * weight decay regularization", arXiv:1711.05101, algorithm 2; the update is libtorch's {@code _fused_adamw_}.
 */
public final class AdamW {

    // The lists are arguments as they are: a slice of a list is a new list to TorchScript, and an update of its tensors
    // looks like dead code, which it removes.
    private static final ScriptModule MODULE =
            ScriptModule.named("AdamW").method("""
                    def update(self, hyper: Tensor, params: List[Tensor], grads: List[Tensor], first: List[Tensor], \
                    second: List[Tensor], steps: List[Tensor]) -> Tensor:
                      torch._foreach_add_(steps, 1)
                      torch._fused_adamw_(params, grads, first, second, annotate(List[Tensor], []), steps, \
                    lr=float(hyper[0]), beta1=float(hyper[1]), beta2=float(hyper[2]), weight_decay=float(hyper[4]), \
                    eps=float(hyper[3]), amsgrad=False, maximize=False)
                      torch._foreach_zero_(grads)
                      return hyper
                    """).build();

    private final OptimizerConfig config;
    private final Program program;
    private final List<Group> groups;

    /**
     * An optimizer with zero moments.
     *
     * @param parameters what to optimize; they must take gradients
     * @param manager owner of the moments
     */
    public AdamW(OptimizerConfig config, List<NDArray> parameters, NDManager manager) {
        this.config = config;
        program = Program.load(MODULE, manager);
        Group decayed = Group.of(config.weightDecay(), parameters.stream().filter(AdamW::takesDecay), manager);
        Group plain = Group.of(0, parameters.stream().filter(p -> !takesDecay(p)), manager);
        groups = Stream.of(decayed, plain)
                .filter(group -> !group.parameters().isEmpty())
                .toList();
    }

    private static boolean takesDecay(NDArray parameter) {
        return parameter.getShape().dimension() > 1;
    }

    /**
     * Applies the gradients of the last backward pass and clears them.
     *
     * @param learningRate rate of this step
     * @param scope owner of this step's temporaries
     */
    public void update(double learningRate, NDManager scope) {
        for (Group group : groups) {
            NDArray hyperparameters = scope.create(
                    new double[] {learningRate, config.beta1(), config.beta2(), config.epsilon(), group.weightDecay()});
            program.call(
                    "update",
                    scope,
                    Arguments.of(hyperparameters)
                            .list(group.parameters())
                            .list(group.gradients(scope))
                            .list(group.firstMoments())
                            .list(group.secondMoments())
                            .list(group.stepCounts()));
        }
    }

    /** Parameters of one weight decay, with their moments. */
    private record Group(
            double weightDecay,
            List<NDArray> parameters,
            List<NDArray> firstMoments,
            List<NDArray> secondMoments,
            List<NDArray> stepCounts) {

        static Group of(double weightDecay, Stream<NDArray> chosen, NDManager manager) {
            List<NDArray> parameters = chosen.toList();
            return new Group(
                    weightDecay,
                    parameters,
                    parameters.stream().map(p -> manager.zeros(p.getShape())).toList(),
                    parameters.stream().map(p -> manager.zeros(p.getShape())).toList(),
                    parameters.stream().map(p -> manager.zeros(new Shape())).toList());
        }

        List<NDArray> gradients(NDManager scope) {
            return parameters.stream()
                    .map(parameter -> {
                        NDArray gradient = parameter.getGradient();
                        gradient.attach(scope);
                        return gradient;
                    })
                    .toList();
        }
    }
}
