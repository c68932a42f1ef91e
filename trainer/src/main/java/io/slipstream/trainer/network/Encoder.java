package io.slipstream.trainer.network;

import io.slipstream.trainer.script.ScriptModule;

/**
 * An encoder network: normalized images in, embeddings out.
 *
 * @param name name of the network in configuration and snapshots, for instance {@code resnet-slim}
 * @param module its program: {@code forward(x)}, float32 {@code [batch, 3, imageSize, imageSize]} to {@code [batch, dim]}
 * @param dim length of one embedding
 * @param imageSize side of the square input in pixels
 */
public record Encoder(String name, ScriptModule module, int dim, int imageSize) {}
