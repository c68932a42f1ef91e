package io.slipstream.trainer.network;

import io.slipstream.trainer.script.Initializer;
import io.slipstream.trainer.script.ScriptModule;
import java.util.ArrayList;
import java.util.List;

/**
 * A vision transformer with timm's parameter names and first weights: class token, learned positions, pre-norm blocks.
 *
 * <p>Images of another size than {@code imageSize} go through the same program: the positions of the patches are then
 * resampled bicubically with antialiasing, in float32, as timm does; the tokens in front keep theirs. Sources:
 * Dosovitskiy et al., "An image is worth 16x16 words", arXiv:2010.11929, section 3.1; registers from Darcet et al.,
 * arXiv:2309.16588.
 *
 * @param name name in configuration and snapshots
 * @param imageSize side in pixels of the images the positions are learned for, a multiple of the patch size
 * @param patch side of a patch in pixels
 * @param dim width of a token and length of the embedding, a multiple of {@code heads}
 * @param depth number of blocks
 * @param heads attention heads per block
 * @param pool how tokens become one embedding
 * @param registers extra tokens that belong to no patch
 * @param layerScale first value of LayerScale; 0 for none
 * @param dropPath rate of stochastic depth in the last block, rising linearly from 0 in the first; 0 for none
 * @param precision number format of the matrix products
 */
public record VisionTransformer(
        String name,
        int imageSize,
        int patch,
        int dim,
        int depth,
        int heads,
        Pool pool,
        int registers,
        double layerScale,
        double dropPath,
        Precision precision) {

    /** How tokens become one embedding. */
    public enum Pool {
        /** The class token after the last norm, {@code norm}. */
        CLASS_TOKEN,
        /** The mean of the patches' tokens, then normed by {@code fc_norm}: timm's {@code global_pool="avg"}. */
        MEAN
    }

    /** @throws IllegalArgumentException if the sizes do not divide */
    public VisionTransformer {
        if (imageSize % patch != 0 || dim % heads != 0) {
            throw new IllegalArgumentException(
                    "expected an image size that is a multiple of the patch and a dim that is"
                            + " a multiple of the heads, found " + imageSize + " / " + patch + " and " + dim + " / "
                            + heads);
        }
    }

    /** The encoder of a plain one in float32: class token, no registers, no LayerScale, no stochastic depth. */
    public static Encoder of(String name, int imageSize, int patch, int dim, int depth, int heads) {
        return new VisionTransformer(
                        name, imageSize, patch, dim, depth, heads, Pool.CLASS_TOKEN, 0, 0, 0, Precision.FLOAT32)
                .encoder();
    }

    /** The encoder. */
    public Encoder encoder() {
        ScriptModule.Builder network =
                ScriptModule.named("VisionTransformer").parameter("cls_token", Initializer.normal(1e-6), 1, 1, dim);
        if (registers > 0) {
            network.parameter("reg_token", Initializer.normal(1e-6), 1, registers, dim);
        }
        network.parameter("pos_embed", TransformerBlock.WEIGHT, 1, prefix() + grid() * grid(), dim)
                .child(
                        "patch_embed",
                        ScriptModule.named("PatchEmbed")
                                .child("proj", Layers.patches(patch, dim, precision))
                                .build())
                .child("blocks", blocks())
                .child(norm(), Norms.layer(dim))
                .method(tokens())
                .method(positions())
                .method(blocksForward())
                .method(pooling())
                .method(patchTokens())
                .method("""
                        def forward(self, x: Tensor) -> Tensor:
                          return self.pool(self.blocks_forward(x))
                        """);
        return new Encoder(name, network.build(), dim, imageSize);
    }

    /** Patches along each side of an image. */
    private int grid() {
        return imageSize / patch;
    }

    /** Tokens in front of the patches': the class token and the registers. */
    private int prefix() {
        return 1 + registers;
    }

    private String norm() {
        return pool == Pool.MEAN ? "fc_norm" : "norm";
    }

    private ScriptModule blocks() {
        ScriptModule.Builder blocks = ScriptModule.named("Blocks");
        for (int i = 0; i < depth; i++) {
            double rate = depth == 1 ? 0 : dropPath * i / (depth - 1);
            blocks.child(Integer.toString(i), new TransformerBlock(dim, heads, layerScale, rate, precision).module());
        }
        return blocks.build();
    }

    /** Images to tokens with their positions added. */
    private String tokens() {
        return """
                def tokens(self, x: Tensor) -> Tensor:
                  x = self.patch_embed.proj.forward(x)
                  batch, rows, columns = torch.size(x, 0), torch.size(x, 2), torch.size(x, 3)
                  patches = %s
                  tokens = torch.cat([%s, patches], 1)
                  return torch.add(tokens, self.positions(rows, columns))
                """.formatted(
                        precision.result("torch.transpose(torch.flatten(x, 2), 1, 2)"),
                        registers == 0
                                ? "torch.expand(self.cls_token, [batch, -1, -1])"
                                : "torch.expand(self.cls_token, [batch, -1, -1]),"
                                        + " torch.expand(self.reg_token, [batch, -1, -1])");
    }

    /** The learned positions, resampled when the patches form another grid than the learned one. */
    private String positions() {
        return """
                def positions(self, rows: int, columns: int) -> Tensor:
                  if torch.__and__(torch.eq(rows, %1$d), torch.eq(columns, %1$d)):
                    positions = self.pos_embed
                  else:
                    grid = torch.reshape(torch.slice(self.pos_embed, 1, %2$d), [1, %1$d, %1$d, %3$d])
                    grid = torch._upsample_bicubic2d_aa(torch.permute(grid, [0, 3, 1, 2]), [rows, columns], False)
                    grid = torch.reshape(torch.permute(grid, [0, 2, 3, 1]), [1, -1, %3$d])
                    positions = torch.cat([torch.slice(self.pos_embed, 1, 0, %2$d), grid], 1)
                  return positions
                """.formatted(grid(), prefix(), dim);
    }

    /** Images to all tokens behind the last block. */
    private String blocksForward() {
        List<String> lines = new ArrayList<>();
        lines.add("def blocks_forward(self, x: Tensor) -> Tensor:");
        lines.add("  x = self.tokens(x)");
        for (int i = 0; i < depth; i++) {
            lines.add("  x = getattr(self.blocks, \"%d\").forward(x)".formatted(i));
        }
        lines.add("  return x");
        return String.join("\n", lines);
    }

    /** Tokens to one embedding. The norm acts on each token alone, so only the tokens that are asked for need it. */
    private String pooling() {
        return """
                def pool(self, x: Tensor) -> Tensor:
                  return %s
                """.formatted(
                        pool == Pool.MEAN
                                ? "self.fc_norm.forward(torch.mean(torch.slice(x, 1, %d), [1]))".formatted(prefix())
                                : "self.norm.forward(torch.select(x, 1, 0))");
    }

    /** The patches' tokens behind the last norm. */
    private String patchTokens() {
        return """
                def patch_tokens(self, x: Tensor) -> Tensor:
                  return self.%s.forward(torch.slice(x, 1, %d))
                """.formatted(norm(), prefix());
    }
}
