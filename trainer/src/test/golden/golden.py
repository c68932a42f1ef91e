"""What the scripts beside this one share: formula weights that Java computes alike, and the text format of a golden file.

A golden file holds one tensor a line: its name, its shape (1x3x8, or scalar), a colon, its elements. The first line is
a comment with the versions that made it.
"""

import math
import pathlib

import torch
import torchvision

OUT = pathlib.Path(__file__).parent / "../resources/golden"


def wave(count, phase):
    """sin(1.3 i + phase), i from 0, computed in double precision and rounded to float32."""
    return torch.tensor([math.sin(1.3 * i + phase) for i in range(count)], dtype=torch.float64).float()


def formula(name, shape):
    """Weights of a tensor by its name: of a plausible size, positive where they must be."""
    count = math.prod(shape)
    values = wave(count, sum(map(ord, name))).double()
    if name.endswith("running_var"):
        values = 1 + 0.3 * values
    elif len(shape) > 1:
        values = values * 1.5 / math.sqrt(count / shape[0])
    elif name.endswith("weight"):
        values = 1 + 0.2 * values
    else:
        values = 0.1 * values
    return values.float().reshape(shape)


def write(name, tensors):
    lines = [f"# {name}.py, torch {torch.__version__}, torchvision {torchvision.__version__}"]
    for key, tensor in tensors.items():
        shape = "x".join(map(str, tensor.shape)) or "scalar"
        values = " ".join(f"{v:.9g}" for v in tensor.detach().double().flatten().tolist())
        lines.append(f"{key} {shape}: {values}".rstrip())
    (OUT / f"{name}.txt").write_text("\n".join(lines) + "\n")
