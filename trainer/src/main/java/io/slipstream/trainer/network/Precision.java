package io.slipstream.trainer.network;

/**
 * The number format of matrix products: linear layers, convolutions, patch embeddings and attention.
 *
 * <p>Weights, norms, residual sums, pooling and every result of a network are float32 in either; a weight is rounded
 * where it is used, so that its gradient and its updates keep float32. Source of the split: Micikevicius et al., "Mixed
 * precision training", arXiv:1710.03740, section 3.1, with the ranges of bfloat16, which need no loss scaling
 * (Kalamkar et al., arXiv:1905.12322).
 */
public enum Precision {
    FLOAT32,
    /** 8 bits of exponent, 8 of significand: a result is good to 1 in 256. */
    BFLOAT16;

    /** TorchScript for an operand of a product; the product has the operands' format. */
    String operand(String expression) {
        return this == BFLOAT16 ? "torch.to(" + expression + ", 15)" : expression;
    }

    /** TorchScript for a product that leaves this format: float32 again. */
    String result(String expression) {
        return this == BFLOAT16 ? "torch.to(" + expression + ", 6)" : expression;
    }
}
