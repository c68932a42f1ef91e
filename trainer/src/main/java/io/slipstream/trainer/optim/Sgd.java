package io.slipstream.trainer.optim;

import java.util.List;

/**
 * Stochastic gradient descent with momentum, and weight decay as part of the gradient.
 *
 * <p>v ← μ v + g + λ w; w ← w − lr · v, or with Nesterov's momentum w ← w − lr · (g + λ w + μ v). Source: Sutskever et
 * al., "On the importance of initialization and momentum in deep learning", ICML 2013, in the form of PyTorch's
 * {@code torch.optim.SGD}; the update is libtorch's {@code _fused_sgd_}.
 */
record Sgd(double momentum, boolean nesterov) implements UpdateRule {

    @Override
    public List<Memory> memories() {
        return momentum == 0 ? List.of() : List.of(new Memory("momentum", false));
    }

    @Override
    public String statements() {
        // A first step from zero momentum is what is_first_step stands for.
        return """
                torch._fused_sgd_(params, grads, %s, weight_decay=decay, momentum=%s, lr=rate, dampening=0., \
                nesterov=%s, maximize=False, is_first_step=False)
                """.formatted(
                momentum == 0 ? "annotate(List[Tensor], [])" : "momentum", momentum, nesterov ? "True" : "False");
    }
}
