package io.slipstream.trainer.network;

import io.slipstream.trainer.script.Initializer;
import io.slipstream.trainer.script.ScriptModule;

/**
 * The small networks between an encoder and a loss, which training needs and snapshots leave out.
 *
 * <p>Each maps float32 {@code [batch, in]} to float32 {@code [batch, out]}. Layers are named by position, as the
 * reference codes' {@code nn.Sequential}, and start as PyTorch's defaults unless said otherwise.
 */
public final class Heads {

    private Heads() {}

    /**
     * Projector or predictor of BYOL: Linear, batch norm, ReLU, Linear (Grill et al., arXiv:2006.07733, appendix C.1).
     *
     * <p>Its last Linear has a bias, as PyTorch's; the reference code's has none.
     *
     * @param in length of the input
     * @param hidden width of the hidden layer; 4096 in the paper
     * @param out length of the output; 256 in the paper
     */
    public static ScriptModule mlp(int in, int hidden, int out, Precision precision) {
        return Sequential.named("MlpHead", precision)
                .layer(Layers.linear(in, hidden, precision))
                .layer(Norms.batch(hidden, precision))
                .relu()
                .layer(Layers.linear(hidden, out, precision))
                .build();
    }

    /**
     * CLA's head, which maps projections to what they were: Linear without bias, batch norm, ReLU, Linear
     * (arXiv:2507.10434 and its reference code).
     *
     * @param dim length of input and output
     * @param hidden width of the hidden layer; 512 in the paper
     */
    public static ScriptModule aligner(int dim, int hidden, Precision precision) {
        Sequential head = Sequential.named("Aligner", precision);
        hidden(head, dim, hidden, precision);
        return head.layer(Layers.linear(hidden, dim, precision)).build();
    }

    /**
     * Projector of MoCo v2: Linear, ReLU, Linear, no norm (Chen et al., arXiv:2003.04297, section 2).
     *
     * @param hidden width of the hidden layer; that of the input in the reference code
     * @param out length of the output; 128 in the paper
     */
    public static ScriptModule mocoV2Projector(int in, int hidden, int out, Precision precision) {
        return Sequential.named("MocoV2Projector", precision)
                .layer(Layers.linear(in, hidden, precision))
                .relu()
                .layer(Layers.linear(hidden, out, precision))
                .build();
    }

    /**
     * Projector of MoCo v3: Linear without bias, batch norm, ReLU; the last layer is a Linear without bias and a batch
     * norm without affine map (Chen et al., arXiv:2104.02057, section 3 and its reference code).
     *
     * @param hidden width of the hidden layers; 4096 in the paper
     * @param out length of the output; 256 in the paper
     * @param layers linear layers, 1 or more; 2 behind a ResNet and 3 behind a transformer in the reference code
     */
    public static ScriptModule mocoV3Projector(int in, int hidden, int out, int layers, Precision precision) {
        return mocoV3(in, hidden, out, layers, true, precision);
    }

    /**
     * Predictor of MoCo v3: two layers, built as {@link #mocoV3Projector}'s, from projection to projection.
     *
     * @param dim length of input and output; 256 in the paper
     * @param hidden width of the hidden layer; 4096 in the paper
     * @param lastNorm whether the batch norm without affine map ends it; behind a ResNet the reference code has none
     */
    public static ScriptModule mocoV3Predictor(int dim, int hidden, boolean lastNorm, Precision precision) {
        return mocoV3(dim, hidden, dim, 2, lastNorm, precision);
    }

    private static ScriptModule mocoV3(int in, int hidden, int out, int layers, boolean lastNorm, Precision precision) {
        Sequential head = Sequential.named("MocoV3Head", precision);
        int from = in;
        for (int layer = 1; layer < layers; layer++) {
            hidden(head, from, hidden, precision);
            from = hidden;
        }
        head.layer(Layers.linearWithoutBias(from, out, precision));
        if (lastNorm) {
            head.layer(Norms.batchWithoutAffine(out, precision));
        }
        return head.build();
    }

    /** Linear without bias, which the norm behind it would take out, batch norm, ReLU. */
    private static void hidden(Sequential head, int in, int out, Precision precision) {
        head.layer(Layers.linearWithoutBias(in, out, precision))
                .layer(Norms.batch(out, precision))
                .relu();
    }

    /**
     * Projector of SimSiam: three layers of Linear without bias and batch norm, ReLU after the first two, the last norm
     * without affine map (Chen and He, arXiv:2011.10566, section 3).
     *
     * <p>The reference code's last Linear has a bias that takes no gradient; the norm behind it takes it out.
     *
     * @param in length of the input and width of the hidden layers
     * @param out length of the output; 2048 in the paper
     */
    public static ScriptModule simSiamProjector(int in, int out, Precision precision) {
        Sequential head = Sequential.named("SimSiamProjector", precision);
        hidden(head, in, in, precision);
        hidden(head, in, in, precision);
        return head.layer(Layers.linearWithoutBias(in, out, precision))
                .layer(Norms.batchWithoutAffine(out, precision))
                .build();
    }

    /**
     * Predictor of SimSiam, a bottleneck: Linear without bias, batch norm, ReLU, Linear (arXiv:2011.10566, section 3).
     *
     * @param dim length of input and output; 2048 in the paper
     * @param hidden width of the bottleneck, a quarter of {@code dim} in the paper
     */
    public static ScriptModule simSiamPredictor(int dim, int hidden, Precision precision) {
        Sequential head = Sequential.named("SimSiamPredictor", precision);
        hidden(head, dim, hidden, precision);
        return head.layer(Layers.linear(hidden, dim, precision)).build();
    }

    /**
     * Projector of SimCLR's first version: Linear, ReLU, Linear (Chen et al., arXiv:2002.05709, section 2.1).
     *
     * @param hidden width of the hidden layer; that of the input in the paper
     * @param out length of the output; 128 in the paper
     * @param hiddenNorm whether a batch norm stands before the ReLU, as in later codes; the paper's text has none
     */
    public static ScriptModule simClrProjector(int in, int hidden, int out, boolean hiddenNorm, Precision precision) {
        Sequential head = Sequential.named("SimClrProjector", precision).layer(Layers.linear(in, hidden, precision));
        if (hiddenNorm) {
            head.layer(Norms.batch(hidden, precision));
        }
        return head.relu().layer(Layers.linear(hidden, out, precision)).build();
    }

    /**
     * Head of DINO: child {@code mlp} of three linear layers with GELU between them, L2 normalization in float32, child
     * {@code last_layer} (Caron et al., arXiv:2104.14294, section 3.1 and appendix C).
     *
     * <p>The last layer is weight-normed with its gain fixed at 1: its parameter {@code weight_v} {@code [prototypes,
     * bottleneck]} counts by direction only, and every logit is a cosine. {@code mlp} starts normal with deviation 0.02
     * and biases 0.
     *
     * @param hidden width of the two hidden layers; 2048 in the paper
     * @param bottleneck length of the normalized vector; 256 in the paper
     * @param prototypes number of logits; 65536 in the paper
     * @param hiddenNorm whether a batch norm stands before each GELU; the paper's transformers have none
     */
    public static ScriptModule dino(
            int in, int hidden, int bottleneck, int prototypes, boolean hiddenNorm, Precision precision) {
        Sequential mlp = Sequential.named("DinoMlp", precision);
        int from = in;
        for (int layer = 0; layer < 2; layer++) {
            mlp.layer(dinoLinear(from, hidden, precision));
            if (hiddenNorm) {
                mlp.layer(Norms.batch(hidden, precision));
            }
            mlp.gelu();
            from = hidden;
        }
        mlp.layer(dinoLinear(hidden, bottleneck, precision));
        ScriptModule lastLayer = ScriptModule.named("WeightNormedLinear")
                .parameter("weight_v", Initializer.uniform(1 / Math.sqrt(bottleneck)), prototypes, bottleneck)
                .method("""
                        def forward(self, x: Tensor) -> Tensor:
                          directions = torch.div(self.weight_v, torch.linalg_vector_norm(self.weight_v, 2, [1], True))
                          return %s
                        """.formatted(precision.result(
                        "torch.linear(" + precision.operand("x") + ", " + precision.operand("directions") + ")")))
                .build();
        return ScriptModule.named("DinoHead")
                .child("mlp", mlp.build())
                .child("last_layer", lastLayer)
                .method("""
                        def forward(self, x: Tensor) -> Tensor:
                          x = self.mlp.forward(x)
                          x = torch.div(x, torch.clamp_min(torch.linalg_vector_norm(x, 2, [-1], True), 1e-12))
                          return self.last_layer.forward(x)
                        """)
                .build();
    }

    private static ScriptModule dinoLinear(int in, int out, Precision precision) {
        return Layers.linear(in, out, Initializer.normal(0.02), Initializer.ZEROS, precision);
    }
}
