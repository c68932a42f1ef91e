package io.slipstream.trainer.optim;

import java.util.List;

/**
 * LARS: momentum descent whose step for each weight matrix is in proportion to the matrix's own norm.
 *
 * <p>d = g + λ w; for parameters of more than one dimension d ← d · η ‖w‖ / ‖d‖, where both norms are above 0;
 * v ← μ v + d; w ← w − lr · v. Biases and norms take plain momentum steps. Source: You, Gitman and Ginsburg, "Large batch
 * training of convolutional networks", arXiv:1708.03888, algorithm 1, with the rate outside the momentum and the
 * exemptions of Grill et al., "Bootstrap your own latent", arXiv:2006.07733, section 3.3.
 *
 * @param trust η
 */
record Lars(double momentum, double trust) implements UpdateRule {

    @Override
    public List<Memory> memories() {
        return List.of(new Memory("momentum", false));
    }

    @Override
    public String statements() {
        return """
                torch._foreach_add_(grads, params, alpha=decay)
                if matrices:
                  weights = torch.stack(torch._foreach_norm(params))
                  steps = torch.stack(torch._foreach_norm(grads))
                  ratios = torch.div(torch.mul(weights, %s), steps)
                  known = torch.logical_and(torch.gt(weights, 0), torch.gt(steps, 0))
                  torch._foreach_mul_(grads, torch.unbind(torch.where(known, ratios, torch.ones_like(ratios))))
                else:
                  pass
                torch._foreach_mul_(momentum, %s)
                torch._foreach_add_(momentum, grads)
                torch._foreach_add_(params, momentum, alpha=torch.neg(rate))
                """.formatted(trust, momentum);
    }
}
