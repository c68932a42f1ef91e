package io.slipstream.trainer.optim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LayerDepthTest {

    @Test
    void aTransformerSlowsDownTowardsItsTokens() {
        Map<String, Double> scales = LayerDepth.scales(
                0.5,
                List.of(
                        "backbone.cls_token",
                        "backbone.reg_token",
                        "backbone.pos_embed",
                        "backbone.patch_embed.proj.weight",
                        "backbone.blocks.0.norm1.weight",
                        "backbone.blocks.11.mlp.fc2.bias",
                        "backbone.norm.weight",
                        "backbone.fc_norm.weight",
                        "projector.0.weight"));
        double input = Math.pow(0.5, 13);
        assertThat(scales)
                .containsEntry("backbone.cls_token", input)
                .containsEntry("backbone.reg_token", input)
                .containsEntry("backbone.pos_embed", input)
                .containsEntry("backbone.patch_embed.proj.weight", input)
                .containsEntry("backbone.blocks.0.norm1.weight", Math.pow(0.5, 12))
                .containsEntry("backbone.blocks.11.mlp.fc2.bias", 0.5)
                .containsEntry("backbone.norm.weight", 1.0)
                .containsEntry("backbone.fc_norm.weight", 1.0)
                .containsEntry("projector.0.weight", 1.0);
    }

    @Test
    void aResNetSlowsDownTowardsItsStem() {
        Map<String, Double> scales = LayerDepth.scales(
                0.5,
                List.of(
                        "backbone.conv1.weight",
                        "backbone.bn1.bias",
                        "backbone.layer1.0.conv1.weight",
                        "backbone.layer4.1.bn2.weight",
                        "predictor.0.weight"));
        assertThat(scales)
                .containsEntry("backbone.conv1.weight", 1 / 32.0)
                .containsEntry("backbone.bn1.bias", 1 / 32.0)
                .containsEntry("backbone.layer1.0.conv1.weight", 1 / 16.0)
                .containsEntry("backbone.layer4.1.bn2.weight", 0.5)
                .containsEntry("predictor.0.weight", 1.0);
    }

    @Test
    void withoutDecayEveryScaleIsOne() {
        assertThat(LayerDepth.scales(1, List.of("backbone.conv1.weight", "projector.0.weight"))
                        .values())
                .containsOnly(1.0);
    }
}
