"""Writes ../resources/golden/training.txt: BYOL's loss with its gradients, and twenty steps of torch.optim.AdamW.

Inputs follow the formulas of golden.py. Run from this folder: python training.py
"""

import torch
import torch.nn.functional as F

from golden import wave, write

golden = {}

q1, q2, z1, z2 = [wave(4 * 6, phase).reshape(4, 6) for phase in (0.1, 0.2, 0.3, 0.4)]
for t in (q1, q2):
    t.requires_grad_()


def regression(x, y):
    x = F.normalize(x, dim=-1)
    y = F.normalize(y, dim=-1)
    return 2 - 2 * (x * y).sum(dim=-1)


loss = (regression(q1, z2) + regression(q2, z1)).mean()
loss.backward()
golden |= {"byol.loss": loss, "byol.q1.grad": q1.grad, "byol.q2.grad": q2.grad}

unit = F.normalize(wave(8 * 5, 0.6).reshape(8, 5), dim=1)
golden["collapse"] = 1 - 5**0.5 * unit.std(dim=0, unbiased=False).mean()

# The gradient of each step is that of sum(wave * parameter^2) / 2, so that it depends on where the parameters went.
shapes = {"weight": (3, 4), "bias": (4,), "kernel": (2, 1, 2, 2), "scale": (3,)}
parameters = {
    k: torch.nn.Parameter(wave(torch.Size(s).numel(), i + 0.0).reshape(s)) for i, (k, s) in enumerate(shapes.items())
}
optimizer = torch.optim.AdamW(
    [
        {"params": [p for p in parameters.values() if p.dim() > 1], "weight_decay": 0.05},
        {"params": [p for p in parameters.values() if p.dim() <= 1], "weight_decay": 0.0},
    ],
    betas=(0.9, 0.99),
    eps=1e-8,
)
for step in range(20):
    for group in optimizer.param_groups:
        group["lr"] = 0.01 * (step + 1) / 20
    optimizer.zero_grad()
    sum((wave(p.numel(), 10.0 + step).reshape(p.shape) * p * p).sum() / 2 for p in parameters.values()).backward()
    optimizer.step()
golden |= {f"adamw.{k}": p for k, p in parameters.items()}

write("training", golden)
