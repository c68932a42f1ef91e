package io.slipstream.trainer.backbone;

import ai.djl.ndarray.NDManager;
import io.slipstream.schemas.config.Key;
import io.slipstream.trainer.network.NetworkConfig;
import io.slipstream.trainer.weights.EncoderException;
import io.slipstream.trainer.weights.ImportedEncoder;
import io.slipstream.trainer.weights.PretrainedWeights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Weights or a network to start from. */
public record PretrainedConfig(
        @Key(
                doc = "A file to start from: weights in timm's names (.safetensors) for the configured network, or a"
                        + " TorchScript module (.pt) that becomes the network. Random weights without it.",
                allowed = "a path that ends in .safetensors or .pt")
        Optional<Path> encoder,

        @Key(
                doc =
                        "Steps in which the heads alone learn: released weights come without heads, and random heads would"
                                + " spoil them.",
                value = "0",
                min = 0)
        long frozenSteps,

        @Key(
                doc = "What a .pt file wants its images as: normalized by ImageNet's mean and deviation, unit (0..1) or"
                        + " pixels (0..255).",
                value = "normalized")
        ImportedEncoder.Input input,

        @Key(
                doc = "How the tokens of a .pt file that returns [batch, tokens, dim] become one embedding: the first"
                        + " token or the mean of all.",
                value = "class-token")
        ImportedEncoder.Pool pool) {

    private static final String WEIGHTS = ".safetensors";
    private static final String MODULE = ".pt";

    public PretrainedConfig {
        encoder.map(Path::toString)
                .filter(file -> !file.endsWith(WEIGHTS) && !file.endsWith(MODULE))
                .ifPresent(file -> {
                    throw new IllegalArgumentException("encoder: must end in " + WEIGHTS + " or " + MODULE);
                });
    }

    /** Whether the network is one of foreign make. */
    public boolean isForeign() {
        return encoder.map(Path::toString).filter(file -> file.endsWith(MODULE)).isPresent();
    }

    /**
     * The network to start from.
     *
     * @param network the network that is configured
     * @param seed seed of random weights
     * @param manager owner of what a first look at a foreign network needs
     * @throws EncoderException if the file does not fit; the message says why
     * @throws IOException if the file cannot be read
     */
    public Backbone backbone(NetworkConfig network, long seed, NDManager manager) throws IOException, EncoderException {
        if (encoder.isEmpty()) {
            return BuiltInBackbone.random(network, seed);
        }
        if (!Files.isReadable(encoder.get())) {
            throw new EncoderException("pretrained.encoder: expected a readable file, found none at " + encoder.get());
        }
        if (encoder.get().toString().endsWith(MODULE)) {
            return new ImportedBackbone(ImportedEncoder.open(encoder.get(), network.imageSize(), input, pool, manager));
        }
        return BuiltInBackbone.of(
                network,
                PretrainedWeights.load(encoder.get(), network.snapshot().module()));
    }
}
