package io.slipstream.trainer.network;

import io.slipstream.trainer.script.ScriptModule;

/** The small networks between an encoder and a loss, which training needs and snapshots leave out. */
public final class Heads {

    private Heads() {}

    /**
     * Projector or predictor of BYOL: Linear, batch norm, ReLU, Linear (Grill et al., arXiv:2006.07733, appendix C.1).
     *
     * @param in length of the input
     * @param hidden width of the hidden layer; 4096 in the paper
     * @param out length of the output; 256 in the paper
     */
    public static ScriptModule mlp(int in, int hidden, int out) {
        return ScriptModule.named("MlpHead")
                .child("0", Layers.linear(in, hidden))
                .child("1", Layers.batchNorm(hidden))
                .child("3", Layers.linear(hidden, out))
                .method("""
                        def forward(self, x: Tensor) -> Tensor:
                          h = getattr(self, "1").forward(getattr(self, "0").forward(x))
                          return getattr(self, "3").forward(torch.relu_(h))
                        """)
                .build();
    }
}
