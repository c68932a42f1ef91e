package io.slipstream.trainer.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.slipstream.trainer.engine.Arguments;
import io.slipstream.trainer.engine.Program;
import io.slipstream.trainer.script.ScriptModule;
import java.util.Comparator;
import java.util.List;

/**
 * AdamW over a list of parameters, all of them updated by one native call per step.
 *
 * <p>Parameters of at most one dimension (biases, norms) take no weight decay. Gradients are set to zero after the
 * update, so that the next backward pass starts afresh. Not thread-safe. Source: Loshchilov and Hutter, "Decoupled
 * weight decay regularization", arXiv:1711.05101, algorithm 2; the update is libtorch's {@code _fused_adamw_}.
 */
public final class AdamW {

    private final OptimizerConfig config;
    private final Program program;
    private final List<NDArray> parameters;
    private final List<NDArray> firstMoments;
    private final List<NDArray> secondMoments;
    private final List<NDArray> stepCounts;

    /**
     * An optimizer with zero moments.
     *
     * @param parameters what to optimize; they must take gradients
     * @param manager owner of the moments
     */
    public AdamW(OptimizerConfig config, List<NDArray> parameters, NDManager manager) {
        this.config = config;
        this.parameters = parameters.stream()
                .sorted(Comparator.comparing(AdamW::takesDecay).reversed())
                .toList();
        long decayed = parameters.stream().filter(AdamW::takesDecay).count();
        program = Program.load(module(decayed), manager);
        firstMoments = zerosLike(manager);
        secondMoments = zerosLike(manager);
        stepCounts =
                this.parameters.stream().map(p -> manager.zeros(new Shape())).toList();
    }

    private static boolean takesDecay(NDArray parameter) {
        return parameter.getShape().dimension() > 1;
    }

    private List<NDArray> zerosLike(NDManager manager) {
        return parameters.stream().map(p -> manager.zeros(p.getShape())).toList();
    }

    /**
     * Applies the gradients of the last backward pass and clears them.
     *
     * @param learningRate rate of this step
     * @param scope owner of this step's temporaries
     */
    public void update(double learningRate, NDManager scope) {
        List<NDArray> gradients = parameters.stream()
                .map(parameter -> {
                    NDArray gradient = parameter.getGradient();
                    gradient.attach(scope);
                    return gradient;
                })
                .toList();
        NDArray hyperparameters = scope.create(
                new double[] {learningRate, config.beta1(), config.beta2(), config.epsilon(), config.weightDecay()});
        program.call(
                "update",
                scope,
                Arguments.of(hyperparameters)
                        .list(parameters)
                        .list(gradients)
                        .list(firstMoments)
                        .list(secondMoments)
                        .list(stepCounts));
    }

    /** The first {@code decayed} parameters of the list take weight decay, the rest none. */
    private static ScriptModule module(long decayed) {
        String group = "  torch._fused_adamw_(params[%1$s], grads[%1$s], first[%1$s], second[%1$s], none, steps[%1$s], "
                + "lr=float(hyper[0]), beta1=float(hyper[1]), beta2=float(hyper[2]), weight_decay=%2$s, "
                + "eps=float(hyper[3]), amsgrad=False, maximize=False)";
        return ScriptModule.named("AdamW")
                .method("""
                        def update(self, hyper: Tensor, params: List[Tensor], grads: List[Tensor], \
                        first: List[Tensor], second: List[Tensor], steps: List[Tensor]) -> Tensor:
                          none = annotate(List[Tensor], [])
                          torch._foreach_add_(steps, 1)
                        %s
                        %s
                          torch._foreach_zero_(grads)
                          return hyper
                        """.formatted(
                        group.formatted(":" + decayed, "float(hyper[4])"), group.formatted(decayed + ":", "0.0")))
                .build();
    }
}
