"""Moves weights between Slipstream's networks and those of timm and torchvision, and compares what both compute.

InterchangeTest runs it, where SLIPSTREAM_INTERCHANGE_PYTHON names a Python with torch, timm, torchvision and
safetensors; the results in the documentation are of timm 1.0.31, torchvision 0.22.1 and torch 2.7.1.

    python -m venv venv && venv/bin/pip install torch==2.7.1 torchvision==0.22.1 timm==1.0.31 safetensors==0.8.0
    SLIPSTREAM_INTERCHANGE_PYTHON=$PWD/venv/bin/python ./mvnw -pl trainer -am test \
        -Dtest=InterchangeTest -Dsurefire.failIfNoSpecifiedTests=false

By hand:

    interchange.py make DIR LIBRARY NETWORK   a network with random weights and statistics: DIR/pytorch.safetensors, and
                                              images with its embeddings of them: DIR/pytorch-io.safetensors
    interchange.py check DIR LIBRARY NETWORK  loads DIR/slipstream.safetensors into that network, strictly, and
                                              DIR/slipstream.pt, and compares both with DIR/slipstream-io.safetensors
    interchange.py open DIR                   compares DIR/slipstream.pt alone with DIR/slipstream-io.safetensors

LIBRARY is timm or torchvision; NETWORK is vit-small, vit-slim, resnet18 or resnet50.
"""

import pathlib
import sys

import timm
import torch
import torchvision
from safetensors.torch import load_file, save_file

TOLERANCE = 1e-4


def network(library, name):
    if library == "torchvision":
        model = getattr(torchvision.models, name)(weights=None)
        model.fc = torch.nn.Identity()
        return model
    if name == "vit-small":
        return timm.create_model("vit_small_patch16_224", pretrained=False, num_classes=0)
    if name == "vit-slim":
        return timm.models.vision_transformer.VisionTransformer(
            img_size=32, patch_size=4, embed_dim=128, depth=4, num_heads=4, num_classes=0
        )
    return timm.create_model(name, pretrained=False, num_classes=0)


def size(name):
    return 32 if name == "vit-slim" else 224


def randomize(model):
    """Moves what starts at 0 or 1, so that a tensor mistaken for another shows."""
    with torch.no_grad():
        for name, tensor in model.state_dict().items():
            if name.endswith("running_var"):
                tensor.uniform_(0.7, 1.3)
            elif tensor.dim() == 1:
                tensor.normal_(1.0 if name.endswith("weight") else 0.0, 0.1)


def compare(what, found, expected):
    difference = (found - expected).abs().max().item()
    largest = expected.abs().max().item()
    print(f"{what}: largest difference {difference:.2e} at embeddings up to {largest:.3g} ({difference / largest:.1e})")
    if found.shape != expected.shape or not difference <= TOLERANCE:
        sys.exit(f"{what}: expected {tuple(expected.shape)} within {TOLERANCE}, found {tuple(found.shape)}")


def make(folder, library, name):
    torch.manual_seed(1)
    model = network(library, name).eval()
    randomize(model)
    images = torch.randn(2, 3, size(name), size(name))
    save_file(model.state_dict(), folder / "pytorch.safetensors", metadata={"format": "pt"})
    save_file({"images": images, "embeddings": model(images).contiguous()}, folder / "pytorch-io.safetensors")


def check(folder, library, name):
    model = network(library, name).eval()
    randomize(model)
    print(model.load_state_dict(load_file(folder / "slipstream.safetensors"), strict=True))
    io = load_file(folder / "slipstream-io.safetensors")
    compare(f"slipstream.safetensors in {library}", model(io["images"]), io["embeddings"])
    open_program(folder)


def open_program(folder):
    program = torch.jit.load(folder / "slipstream.pt")
    if any(module.training for module in program.modules()):
        sys.exit("slipstream.pt: expected every module in evaluation mode")
    io = load_file(folder / "slipstream-io.safetensors")
    compare("slipstream.pt", program(io["images"]), io["embeddings"])


if __name__ == "__main__":
    torch.set_grad_enabled(False)
    command, directory, *arguments = sys.argv[1:]
    print(f"torch {torch.__version__}, timm {timm.__version__}, torchvision {torchvision.__version__}")
    {"make": make, "check": check, "open": open_program}[command](pathlib.Path(directory), *arguments)
