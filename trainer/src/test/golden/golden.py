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


def chirp(count, phase):
    """sin(0.7 i² + phase), i from 0: no pattern that a matrix would be singular by, which wave has."""
    return torch.tensor([math.sin(0.7 * float(i * i) + phase) for i in range(count)], dtype=torch.float64).float()


def weights(name, shape):
    """As formula, with chirps in matrices and kernels: deep networks of these are well-conditioned."""
    if len(shape) < 2:
        return formula(name, shape)
    count = math.prod(shape)
    values = chirp(count, sum(map(ord, name))).double() * 1.5 / math.sqrt(count / shape[0])
    return values.float().reshape(shape)


def images(count, height, width=None):
    """Images of a chirp, in float64."""
    width = width or height
    return chirp(count * 3 * height * width, 0.5).double().reshape(count, 3, height, width)


def fill(network):
    """Gives a network its weights, turns it to float64, and returns its tensors by name."""
    state = {k: weights(k, v.shape) for k, v in network.state_dict().items() if not k.endswith("num_batches_tracked")}
    network.load_state_dict(state, strict=False)
    network.double()
    return state


def names(prefix, state):
    """Pins names and shapes: tensors without elements."""
    return {f"{prefix}.names/{k}": torch.empty(*v.shape, 0) for k, v in state.items()}


def forward_backward(prefix, network, x, whole):
    """Output, gradients' norms and products with two waves, and the whole gradients of the named parameters."""
    network.zero_grad()
    out = network(x)
    (out * wave(out.numel(), 0.3).double().reshape(out.shape)).sum().backward()
    found = {prefix: out}
    gradients = {k: p.grad for k, p in network.named_parameters() if p.requires_grad}
    found[f"{prefix}.norms"] = torch.stack([g.norm() for g in gradients.values()])
    for phase in (0, 1):
        products = [torch.dot(g.flatten(), wave(g.numel(), phase).double()) for g in gradients.values()]
        found[f"{prefix}.products{phase}"] = torch.stack(products)
    for k in whole:
        found[f"{prefix}.gradient/{k}"] = gradients[k]
    return found


def versions(*modules):
    return "".join(f", {module.__name__} {module.__version__}" for module in modules)


def write(name, tensors, versions=""):
    lines = [f"# {name}.py, torch {torch.__version__}, torchvision {torchvision.__version__}{versions}"]
    for key, tensor in tensors.items():
        shape = "x".join(map(str, tensor.shape)) or "scalar"
        values = " ".join(f"{v:.9g}" for v in tensor.detach().double().flatten().tolist())
        lines.append(f"{key} {shape}: {values}".rstrip())
    (OUT / f"{name}.txt").write_text("\n".join(lines) + "\n")
