"""Writes ../resources/golden/losses.txt: value and gradients of every loss, the collapse level, the center and the queue.

Inputs follow the formulas of golden.py; everything is computed in double precision from float32 inputs. Run from this
folder: python losses.py
"""

import torch
import torch.nn.functional as F

from golden import wave, write

golden = {}


def leaf(shape, phase):
    t = wave(torch.Size(shape).numel(), phase).double().reshape(shape)
    return t.requires_grad_()


def record(name, loss, **inputs):
    loss.backward()
    golden[f"{name}.loss"] = loss
    for key, tensor in inputs.items():
        golden[f"{name}.{key}.grad"] = tensor.grad


def unit(x):
    return F.normalize(x, dim=1)


SHAPE = (4, 6)

# BYOL: squared distances of unit vectors, both ways.
q1, q2, z1, z2 = [leaf(SHAPE, phase) for phase in (0.1, 0.2, 0.3, 0.4)]


def regression(x, y):
    return 2 - 2 * (unit(x) * unit(y.detach())).sum(dim=1)


record("byol", (regression(q1, z2) + regression(q2, z1)).mean(), q1=q1, q2=q2)

spread = unit(wave(8 * 5, 0.6).double().reshape(8, 5))
golden["collapse"] = 1 - 5**0.5 * spread.std(dim=0, unbiased=False).mean()

# MoCo v2: logits of the own key, then of the queue; the answer is always the first.
q, k = leaf(SHAPE, 0.1), leaf(SHAPE, 0.4)
queue = unit(wave(10 * 6, 0.7).double().reshape(10, 6))
own = torch.einsum("nc,nc->n", unit(q), unit(k.detach())).unsqueeze(1)
logits = torch.cat([own, unit(q) @ queue.T], dim=1) / 0.2
record("moco-v2", F.cross_entropy(logits, torch.zeros(4, dtype=torch.long)), q=q)

# MoCo v3: each image's key among the batch's, both ways, times 2T.
q1, q2, k1, k2 = [leaf(SHAPE, phase) for phase in (0.1, 0.2, 0.3, 0.4)]


def contrast(queries, keys, t):
    scores = unit(queries) @ unit(keys.detach()).T / t
    return F.cross_entropy(scores, torch.arange(len(queries))) * 2 * t


record("moco-v3", contrast(q1, k2, 0.3) + contrast(q2, k1, 0.3), q1=q1, q2=q2)

# SimSiam
p1, p2, z1, z2 = [leaf(SHAPE, phase) for phase in (0.1, 0.2, 0.3, 0.4)]
similarity = torch.nn.CosineSimilarity(dim=1)
record("simsiam", -(similarity(p1, z2.detach()).mean() + similarity(p2, z1.detach()).mean()) / 2, p1=p1, p2=p2)

# SimCLR: a softmax over the 2N - 1 other views, the other view of the image being the answer.
z1, z2 = leaf(SHAPE, 0.1), leaf(SHAPE, 0.3)
views = unit(torch.cat([z1, z2]))
scores = (views @ views.T / 0.5).masked_fill(torch.eye(8, dtype=torch.bool), float("-inf"))
record("simclr", F.cross_entropy(scores, torch.arange(8).roll(4)), z1=z1, z2=z2)

# DINO: two global and two local views; pairs of one view with itself are skipped.
student = [leaf((4, 8), 0.1 * (i + 1)) for i in range(4)]
teacher = [wave(32, 1.0 + i).double().reshape(4, 8) for i in range(2)]
center = wave(8, 3.0).double().reshape(1, 8) / 10
terms = [
    F.cross_entropy(s / 0.1, F.softmax((t - center) / 0.04, dim=1))
    for i, t in enumerate(teacher)
    for j, s in enumerate(student)
    if i != j
]
record("dino", sum(terms) / len(terms), **{f"s{i}": s for i, s in enumerate(student)})

# The center after each of four steps over two views.
center = torch.zeros(1, 8, dtype=torch.float64)
for step in range(4):
    batch = torch.cat([wave(32, 0.5 * step + view).double().reshape(4, 8) for view in range(2)])
    center = 0.9 * center + 0.1 * batch.mean(dim=0, keepdim=True)
    golden[f"center.{step}"] = center

# A queue of 7 that starts at zero, after each of five batches of 3.
queue, pointer = torch.zeros(7, 2, dtype=torch.float64), 0
for step in range(5):
    for key in unit(wave(6, 0.9 * step).double().reshape(3, 2)):
        queue[pointer % 7] = key
        pointer += 1
    golden[f"queue.{step}"] = queue.clone()

write("losses", golden)
