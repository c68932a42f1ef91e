package io.slipstream.trainer.network;

import io.slipstream.trainer.script.Initializer;
import io.slipstream.trainer.script.ScriptModule;

/**
 * One block of a vision transformer on tokens {@code [batch, tokens, dim]}: x + attention(norm(x)), then
 * x + mlp(norm(x)), with an MLP four times as wide as a token.
 *
 * <p>LayerScale multiplies each branch by a learned vector (Touvron et al., "Going deeper with image transformers",
 * arXiv:2103.17239, section 2). Stochastic depth (Huang et al., arXiv:1603.09382) leaves branches out in training mode,
 * the way DINOv2 does: a branch is computed for a random subset of {@code max(1, floor(batch · (1 - rate)))} images only
 * and its result is added there, times batch / subset, so that its expectation is the whole (Oquab et al.,
 * arXiv:2304.07193, section 4, "Efficient stochastic depth"). The subsets come from libtorch's global generator.
 *
 * @param dim width of a token, a multiple of {@code heads}
 * @param heads attention heads
 * @param layerScale first value of LayerScale; 0 for none
 * @param dropPath share of the images a branch is left out for, 0 to below 1
 */
record TransformerBlock(int dim, int heads, double layerScale, double dropPath, Precision precision) {

    /**
     * Normal with deviation 0.02. The reference codes call it truncated, but cut at ±2, which is a hundred deviations.
     */
    static final Initializer WEIGHT = Initializer.normal(0.02);

    ScriptModule module() {
        ScriptModule.Builder block =
                ScriptModule.named("Block").child("norm1", Norms.layer(dim)).child("attn", attention());
        scale(block, "ls1");
        block.child("norm2", Norms.layer(dim)).child("mlp", mlp());
        scale(block, "ls2");
        return block.method(branch("attention_branch", "self.attn.forward(self.norm1.forward(x))", "ls1"))
                .method(branch("mlp_branch", "self.mlp.forward(self.norm2.forward(x))", "ls2"))
                .method(dropPath == 0 ? forward() : forwardWithDropPath())
                .build();
    }

    private void scale(ScriptModule.Builder block, String name) {
        if (layerScale != 0) {
            block.child(
                    name,
                    ScriptModule.named("LayerScale")
                            .parameter("gamma", Initializer.constant((float) layerScale), dim)
                            .method("""
                                    def forward(self, x: Tensor) -> Tensor:
                                      return torch.mul(x, self.gamma)
                                    """)
                            .build());
        }
    }

    private String branch(String name, String product, String scale) {
        String branch = precision.result(product);
        return """
                def %s(self, x: Tensor) -> Tensor:
                  return %s
                """.formatted(name, layerScale == 0 ? branch : "self." + scale + ".forward(" + branch + ")");
    }

    private static String forward() {
        return """
                def forward(self, x: Tensor) -> Tensor:
                  x = torch.add(x, self.attention_branch(x))
                  return torch.add(x, self.mlp_branch(x))
                """;
    }

    private String forwardWithDropPath() {
        return """
                def forward(self, x: Tensor) -> Tensor:
                  if self.training:
                    batch = torch.size(x, 0)
                    kept = ops.prim.max(1, int(torch.mul(batch, %s)))
                    scale = torch.div(batch, kept)
                    some = torch.slice(torch.randperm(batch, dtype=4, device=ops.prim.device(x)), 0, 0, kept)
                    h = self.attention_branch(torch.index_select(x, 0, some))
                    x = torch.index_add(x, 0, some, h, alpha=scale)
                    some = torch.slice(torch.randperm(batch, dtype=4, device=ops.prim.device(x)), 0, 0, kept)
                    h = self.mlp_branch(torch.index_select(x, 0, some))
                    x = torch.index_add(x, 0, some, h, alpha=scale)
                  else:
                    x = torch.add(x, self.attention_branch(x))
                    x = torch.add(x, self.mlp_branch(x))
                  return x
                """.formatted(1 - dropPath);
    }

    private ScriptModule attention() {
        return ScriptModule.named("Attention")
                .child("qkv", linear(dim, 3 * dim))
                .child("proj", linear(dim, dim))
                .method("""
                        def forward(self, x: Tensor) -> Tensor:
                          batch, tokens, dim = torch.size(x, 0), torch.size(x, 1), torch.size(x, 2)
                          qkv = torch.reshape(self.qkv.forward(x), [batch, tokens, 3, %d, %d])
                          q, k, v = torch.unbind(torch.permute(qkv, [2, 0, 3, 1, 4]), 0)
                          x = torch.scaled_dot_product_attention(q, k, v)
                          return self.proj.forward(torch.reshape(torch.transpose(x, 1, 2), [batch, tokens, dim]))
                        """.formatted(heads, dim / heads))
                .build();
    }

    private ScriptModule mlp() {
        return ScriptModule.named("Mlp")
                .child("fc1", linear(dim, 4 * dim))
                .child("fc2", linear(4 * dim, dim))
                .method("""
                        def forward(self, x: Tensor) -> Tensor:
                          return self.fc2.forward(torch.gelu(self.fc1.forward(x)))
                        """)
                .build();
    }

    private ScriptModule linear(int in, int out) {
        return Layers.linear(in, out, WEIGHT, Initializer.ZEROS, precision);
    }
}
