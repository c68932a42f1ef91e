"""Writes ../resources/golden/transformers.txt: what timm's vision transformers compute.

Weights and inputs follow the formulas of golden.py; everything is computed in float64, so that the difference to a
float32 result is the result's own error. Per network and mode: the output, and of every parameter's gradient (in the
order of the parameters) its norm and its products with two waves; whole gradients of a few small parameters. The loss
is the product of the output with wave(count, 0.3). Run from this folder: python transformers.py
"""

import timm
from timm.models.vision_transformer import VisionTransformer

from golden import fill, forward_backward, images, names, versions, write


def vit(**options):
    return VisionTransformer(
        img_size=16, patch_size=4, embed_dim=12, depth=2, num_heads=3, num_classes=0, dynamic_img_size=True, **options
    )


golden = {}

ends = ["cls_token", "pos_embed", "patch_embed.proj.bias", "blocks.0.norm1.weight", "blocks.0.attn.qkv.bias"]

network = vit()
golden |= names("vit", fill(network))
golden |= forward_backward("vit", network, images(2, 16), ends + ["blocks.1.mlp.fc2.bias", "norm.weight"])
golden |= forward_backward("vit.larger", network, images(2, 24), ["pos_embed"])
golden |= forward_backward("vit.smaller", network, images(2, 8), ["pos_embed"])
golden |= forward_backward("vit.wide", network, images(2, 12, 20), [])

network = vit(global_pool="avg", init_values=1e-5, reg_tokens=2)
golden |= names("vit-mean", fill(network))
golden |= forward_backward(
    "vit-mean", network, images(2, 16), ends + ["reg_token", "blocks.0.ls1.gamma", "blocks.1.ls2.gamma", "fc_norm.bias"]
)
golden |= forward_backward("vit-mean.smaller", network, images(2, 8), ["pos_embed"])

write("transformers", golden, versions(timm))
