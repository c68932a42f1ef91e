package io.slipstream.trainer.health;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.slipstream.trainer.engine.Program;
import io.slipstream.trainer.script.ScriptModule;

/**
 * RankMe of one batch: how many dimensions its embeddings really use.
 *
 * <p>exp(−Σ p ln p), p = σ / Σσ + 1e-5 over the singular values σ of the uncentred {@code [batch, dim]} matrix: 1 when all
 * embeddings lie on one line, about min(batch, dim) when they fill the space. Source: Garrido et al., "RankMe",
 * arXiv:2210.02885, eq. 1, with the constant of solo-learn's implementation. Not thread-safe.
 */
public final class BatchRank {

    private static final ScriptModule MODULE =
            ScriptModule.named("BatchRank").method("""
                    def rank(self, x: Tensor) -> Tensor:
                      s = torch.linalg_svdvals(x)
                      p = torch.add(torch.div(s, torch.clamp(torch.sum(s), 1e-12)), 1e-05)
                      return torch.exp(torch.neg(torch.sum(torch.mul(p, torch.log(p)))))
                    """).build();

    private final Program program;

    /** A measurement whose program {@code manager} owns. */
    public BatchRank(NDManager manager) {
        program = Program.load(MODULE, manager);
    }

    /** Effective rank of embeddings {@code [batch, dim]}, about 1..min(batch, dim); not a number if they are not numbers. */
    public double of(NDArray embeddings) {
        NDArray detached = embeddings.stopGradient();
        return program.call("rank", embeddings.getManager(), detached)
                .singletonOrThrow()
                .getFloat();
    }
}
