"""Writes ../resources/golden/names.txt: names and shapes of all tensors of the full-size networks of timm and torchvision.

Run from this folder: python names.py
"""

import timm
import torchvision

from golden import names, versions, write


def tensors(network):
    return {k: v for k, v in network.state_dict().items() if not k.endswith("num_batches_tracked")}


golden = {}
for name in ["resnet18", "resnet34", "resnet50"]:
    network = getattr(torchvision.models, name)()
    reference = {k: v for k, v in tensors(network).items() if not k.startswith("fc.")}
    same = tensors(timm.create_model(name, num_classes=0))
    assert {k: v.shape for k, v in reference.items()} == {k: v.shape for k, v in same.items()}
    golden |= names(name, reference)
for name in ["vit_tiny_patch16_224", "vit_small_patch16_224", "vit_base_patch16_224"]:
    golden |= names(name, tensors(timm.create_model(name, num_classes=0)))

write("names", golden, versions(timm))
