package io.slipstream.trainer.optim;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How far from the input a parameter sits, and how much layer-wise decay slows it down.
 *
 * <p>Depth goes by timm's names below {@code backbone.}: tokens, positional and patch embedding 0, {@code blocks.i} i + 1;
 * a ResNet's stem ({@code conv1}, {@code bn1}) 0, {@code layer1} to {@code layer4} 1 to 4. The final norm, the heads and
 * all else are one deeper than the deepest. Pure. Source: Clark et al., "ELECTRA", arXiv:2003.10555, appendix A; for
 * vision transformers Bao et al., "BEiT", arXiv:2106.08254, appendix H.
 */
final class LayerDepth {

    private static final Pattern INPUT = Pattern.compile(
            "backbone\\.(?:(?:cls_token|pos_embed|reg_token)$|(?:patch_embed|norm_pre|conv1|bn1)\\..*)");
    private static final Pattern BLOCK = Pattern.compile("backbone\\.blocks\\.(\\d{1,6})\\..*");
    private static final Pattern STAGE = Pattern.compile("backbone\\.layer(\\d{1,6})\\..*");
    private static final int LAST = Integer.MAX_VALUE;

    private LayerDepth() {}

    /**
     * Learning-rate scales by name: decay to the power of the distance from the last layer, which has 1.
     *
     * @param decay factor from one layer to the next one towards the input, above 0 to 1
     * @param names full names of all parameters
     */
    static Map<String, Double> scales(double decay, Collection<String> names) {
        int last = 1
                + names.stream()
                        .mapToInt(LayerDepth::of)
                        .filter(depth -> depth != LAST)
                        .max()
                        .orElse(0);
        Map<String, Double> scales = new LinkedHashMap<>();
        for (String name : names) {
            scales.put(name, Math.pow(decay, last - Math.min(last, of(name))));
        }
        return scales;
    }

    private static int of(String name) {
        Matcher block = BLOCK.matcher(name);
        if (block.matches()) {
            return Integer.parseInt(block.group(1)) + 1;
        }
        Matcher stage = STAGE.matcher(name);
        if (stage.matches()) {
            return Integer.parseInt(stage.group(1));
        }
        return INPUT.matcher(name).matches() ? 0 : LAST;
    }
}
