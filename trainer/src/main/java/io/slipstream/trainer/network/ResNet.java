package io.slipstream.trainer.network;

import io.slipstream.trainer.script.ScriptModule;
import java.util.ArrayList;
import java.util.List;

/**
 * Residual networks of basic blocks for small images, with torchvision's and timm's parameter names.
 *
 * <p>Stem: one 3x3 convolution, no pooling. Then one stage per width; every stage but the first halves the resolution.
 * The embedding is the global average of the last stage. Source: He et al., "Deep residual learning", arXiv:1512.03385,
 * section 3.3 and, for small images, section 4.2.
 */
public final class ResNet {

    private ResNet() {}

    /**
     * A network of basic blocks.
     *
     * @param name name in configuration and snapshots
     * @param imageSize side of the input in pixels
     * @param stemStride stride of the stem: 1 keeps the resolution, 2 halves it and costs a quarter
     * @param blocks basic blocks per stage
     * @param widths channels of each stage; the last is the embedding's length
     */
    public static Encoder basic(String name, int imageSize, int stemStride, int blocks, List<Integer> widths) {
        int stem = widths.get(0);
        ScriptModule.Builder network = ScriptModule.named("ResNet")
                .child("conv1", Layers.conv(3, stem, 3, stemStride))
                .child("bn1", Layers.batchNorm(stem));
        List<String> forward = new ArrayList<>();
        int in = stem;
        for (int stage = 1; stage <= widths.size(); stage++) {
            int out = widths.get(stage - 1);
            ScriptModule.Builder layer = ScriptModule.named("Stage");
            for (int block = 0; block < blocks; block++) {
                int stride = stage > 1 && block == 0 ? 2 : 1;
                layer.child(Integer.toString(block), basicBlock(in, out, stride));
                forward.add("  x = getattr(self.layer%d, \"%d\").forward(x)".formatted(stage, block));
                in = out;
            }
            network.child("layer" + stage, layer.build());
        }
        network.method("""
                def forward(self, x: Tensor) -> Tensor:
                  x = torch.relu_(self.bn1.forward(self.conv1.forward(x)))
                %s
                  return torch.mean(x, [2, 3])
                """.formatted(String.join("\n", forward)));
        return new Encoder(name, network.build(), in, imageSize);
    }

    /** Two 3x3 convolutions beside a shortcut, which is a 1x1 convolution where the shape changes. */
    private static ScriptModule basicBlock(int in, int out, int stride) {
        ScriptModule.Builder block = ScriptModule.named("BasicBlock")
                .child("conv1", Layers.conv(in, out, 3, stride))
                .child("bn1", Layers.batchNorm(out))
                .child("conv2", Layers.conv(out, out, 3, 1))
                .child("bn2", Layers.batchNorm(out));
        String shortcut = "x";
        if (stride != 1 || in != out) {
            block.child(
                    "downsample",
                    ScriptModule.named("Downsample")
                            .child("0", Layers.conv(in, out, 1, stride))
                            .child("1", Layers.batchNorm(out))
                            .method("""
                                    def forward(self, x: Tensor) -> Tensor:
                                      return getattr(self, "1").forward(getattr(self, "0").forward(x))
                                    """)
                            .build());
            shortcut = "self.downsample.forward(x)";
        }
        return block.method("""
                        def forward(self, x: Tensor) -> Tensor:
                          h = torch.relu_(self.bn1.forward(self.conv1.forward(x)))
                          h = self.bn2.forward(self.conv2.forward(h))
                          return torch.relu_(torch.add(h, %s))
                        """.formatted(shortcut)).build();
    }
}
