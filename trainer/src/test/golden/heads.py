"""Writes ../resources/golden/heads.txt: what the methods' heads compute, built of PyTorch's layers as their papers say.

Format and loss as in transformers.py; float64 too. Run from this folder: python heads.py
"""

import torch
from torch.nn import GELU, BatchNorm1d, Linear, ReLU, Sequential

from golden import fill, forward_backward, names, wave, write


class Dino(torch.nn.Module):
    """MLP, unit sphere, and PyTorch's own weight norm with its gain at 1."""

    def __init__(self, mlp, bottleneck, prototypes):
        super().__init__()
        self.mlp = mlp
        self.last_layer = torch.nn.utils.weight_norm(Linear(bottleneck, prototypes, bias=False))

    def forward(self, x):
        return self.last_layer(torch.nn.functional.normalize(self.mlp(x), dim=-1, p=2))


def hidden(a, b):
    return [Linear(a, b, bias=False), BatchNorm1d(b), ReLU()]


def last(a, b):
    return [Linear(a, b, bias=False), BatchNorm1d(b, affine=False)]


heads = {
    "mlp": Sequential(Linear(6, 10), BatchNorm1d(10), ReLU(), Linear(10, 4)),
    "moco-v2": Sequential(Linear(6, 10), ReLU(), Linear(10, 4)),
    "moco-v3-projector-2": Sequential(*hidden(6, 10), *last(10, 4)),
    "moco-v3-projector-3": Sequential(*hidden(6, 10), *hidden(10, 10), *last(10, 4)),
    "moco-v3-predictor": Sequential(*hidden(6, 10), *last(10, 6)),
    "moco-v3-predictor-plain": Sequential(*hidden(6, 10), Linear(10, 6, bias=False)),
    "simsiam-projector": Sequential(*hidden(6, 6), *hidden(6, 6), *last(6, 4)),
    "simsiam-predictor": Sequential(*hidden(6, 3), Linear(3, 6)),
    "simclr": Sequential(Linear(6, 10), ReLU(), Linear(10, 4)),
    "simclr-norm": Sequential(Linear(6, 10), BatchNorm1d(10), ReLU(), Linear(10, 4)),
    "dino": Dino(Sequential(Linear(6, 10), GELU(), Linear(10, 10), GELU(), Linear(10, 4)), 4, 7),
    "dino-norm": Dino(
        Sequential(Linear(6, 10), BatchNorm1d(10), GELU(), Linear(10, 10), BatchNorm1d(10), GELU(), Linear(10, 4)), 4, 7
    ),
}

golden = {}
for name, head in heads.items():
    state = fill(head)
    if hasattr(head, "last_layer"):
        head.last_layer.weight_g.data.fill_(1)
        head.last_layer.weight_g.requires_grad = False
        del state["last_layer.weight_g"]
    golden |= names(name, state)
    x = wave(5 * 6, 0.75).double().reshape(5, 6)
    golden |= forward_backward(f"{name}.train", head.train(), x, [])
    golden |= {f"{name}.eval": head.eval()(x)}

write("heads", golden)
