package io.slipstream.trainer.optim;

import java.util.List;

/**
 * AdamW: Adam with weight decay apart from the gradient.
 *
 * <p>Source: Loshchilov and Hutter, "Decoupled weight decay regularization", arXiv:1711.05101, algorithm 2; the update is
 * libtorch's {@code _fused_adamw_}.
 */
record AdamW(double beta1, double beta2, double epsilon) implements UpdateRule {

    @Override
    public List<Memory> memories() {
        return List.of(new Memory("first", false), new Memory("second", false), new Memory("steps", true));
    }

    @Override
    public String statements() {
        return """
                torch._foreach_add_(steps, 1)
                torch._fused_adamw_(params, grads, first, second, annotate(List[Tensor], []), steps, lr=rate, \
                beta1=%s, beta2=%s, weight_decay=decay, eps=%s, amsgrad=False, maximize=False)
                """.formatted(beta1, beta2, epsilon);
    }
}
