package io.slipstream.trainer.network;

import io.slipstream.trainer.script.Initializer;
import io.slipstream.trainer.script.ScriptModule;
import java.util.ArrayList;
import java.util.List;

/**
 * Vision transformers with timm's parameter names: class token, learned positions, pre-norm blocks.
 *
 * <p>The embedding is the class token after the last norm. Weights start truncated normal with deviation 0.02, biases 0,
 * as in timm. Source: Dosovitskiy et al., "An image is worth 16x16 words", arXiv:2010.11929, section 3.1.
 */
public final class VisionTransformer {

    private static final Initializer WEIGHT = Initializer.truncatedNormal(0.02);

    private VisionTransformer() {}

    /**
     * A vision transformer.
     *
     * @param name name in configuration and snapshots
     * @param imageSize side of the input in pixels, a multiple of the patch size
     * @param patch side of a patch in pixels
     * @param dim width of a token and length of the embedding, a multiple of {@code heads}
     * @param depth number of blocks
     * @param heads attention heads per block
     * @throws IllegalArgumentException if the sizes do not divide
     */
    public static Encoder of(String name, int imageSize, int patch, int dim, int depth, int heads) {
        if (imageSize % patch != 0 || dim % heads != 0) {
            throw new IllegalArgumentException(
                    "expected an image size that is a multiple of the patch and a dim that is"
                            + " a multiple of the heads, found " + imageSize + " / " + patch + " and " + dim + " / "
                            + heads);
        }
        int tokens = (imageSize / patch) * (imageSize / patch) + 1;
        ScriptModule.Builder blocks = ScriptModule.named("Blocks");
        List<String> forward = new ArrayList<>();
        for (int i = 0; i < depth; i++) {
            blocks.child(Integer.toString(i), block(dim, heads));
            forward.add("  x = getattr(self.blocks, \"%d\").forward(x)".formatted(i));
        }
        ScriptModule module = ScriptModule.named("VisionTransformer")
                .parameter("cls_token", Initializer.normal(1e-6), 1, 1, dim)
                .parameter("pos_embed", WEIGHT, 1, tokens, dim)
                .child(
                        "patch_embed",
                        ScriptModule.named("PatchEmbed")
                                .child("proj", patches(patch, dim))
                                .build())
                .child("blocks", blocks.build())
                .child("norm", Layers.layerNorm(dim))
                .method("""
                        def forward(self, x: Tensor) -> Tensor:
                          x = torch.transpose(torch.flatten(self.patch_embed.proj.forward(x), 2), 1, 2)
                          cls = torch.expand(self.cls_token, [torch.size(x, 0), -1, -1])
                          x = torch.add(torch.cat([cls, x], 1), self.pos_embed)
                        %s
                          return torch.select(self.norm.forward(x), 1, 0)
                        """.formatted(String.join("\n", forward)))
                .build();
        return new Encoder(name, module, dim, imageSize);
    }

    /** Cuts the image into patches and maps each to a token: {@code [batch, 3, h, w]} to {@code [batch, dim, h/p, w/p]}. */
    private static ScriptModule patches(int patch, int dim) {
        return ScriptModule.named("PatchProjection")
                .parameter("weight", WEIGHT, dim, 3, patch, patch)
                .parameter("bias", Initializer.ZEROS, dim)
                .method("""
                        def forward(self, x: Tensor) -> Tensor:
                          return torch.conv2d(x, self.weight, self.bias, [%1$d, %1$d])
                        """.formatted(patch))
                .build();
    }

    /** x + attention(norm(x)), then x + mlp(norm(x)); the MLP is four times as wide as a token. */
    private static ScriptModule block(int dim, int heads) {
        ScriptModule attention = ScriptModule.named("Attention")
                .child("qkv", Layers.linear(dim, 3 * dim, WEIGHT, Initializer.ZEROS))
                .child("proj", Layers.linear(dim, dim, WEIGHT, Initializer.ZEROS))
                .method("""
                        def forward(self, x: Tensor) -> Tensor:
                          batch, tokens, dim = torch.size(x, 0), torch.size(x, 1), torch.size(x, 2)
                          qkv = torch.reshape(self.qkv.forward(x), [batch, tokens, 3, %d, %d])
                          q, k, v = torch.unbind(torch.permute(qkv, [2, 0, 3, 1, 4]), 0)
                          x = torch.scaled_dot_product_attention(q, k, v)
                          return self.proj.forward(torch.reshape(torch.transpose(x, 1, 2), [batch, tokens, dim]))
                        """.formatted(heads, dim / heads))
                .build();
        ScriptModule mlp = ScriptModule.named("Mlp")
                .child("fc1", Layers.linear(dim, 4 * dim, WEIGHT, Initializer.ZEROS))
                .child("fc2", Layers.linear(4 * dim, dim, WEIGHT, Initializer.ZEROS))
                .method("""
                        def forward(self, x: Tensor) -> Tensor:
                          return self.fc2.forward(torch.gelu(self.fc1.forward(x)))
                        """)
                .build();
        return ScriptModule.named("Block")
                .child("norm1", Layers.layerNorm(dim))
                .child("attn", attention)
                .child("norm2", Layers.layerNorm(dim))
                .child("mlp", mlp)
                .method("""
                        def forward(self, x: Tensor) -> Tensor:
                          x = torch.add(x, self.attn.forward(self.norm1.forward(x)))
                          return torch.add(x, self.mlp.forward(self.norm2.forward(x)))
                        """)
                .build();
    }
}
