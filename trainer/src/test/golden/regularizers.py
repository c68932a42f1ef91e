"""Writes ../resources/golden/regularizers.txt: value and gradients of every regularizer's loss.

Inputs follow the formulas of golden.py; everything is computed in double precision from float32 inputs. Run from this
folder: python regularizers.py
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


SHAPE = (4, 6)
similarity = torch.nn.CosineSimilarity(dim=1)

# CLA: negative cosine of each aligned view with what it was.
a1, a2, p1, p2 = [leaf(SHAPE, phase) for phase in (0.1, 0.2, 0.9, 1.4)]
record("alignment", -(similarity(a1, p1.detach()).mean() + similarity(a2, p2.detach()).mean()) / 2, a1=a1, a2=a2)

# CaSSLe, as BYOL: 2 - 2 cos.
p1, p2, z1, z2 = [leaf(SHAPE, phase) for phase in (0.1, 0.2, 0.9, 1.4)]
regression = (2 - 2 * similarity(p1, z1.detach()) + 2 - 2 * similarity(p2, z2.detach())).mean() / 2
record("distillation.regression", regression, p1=p1, p2=p2)

# CaSSLe, as SimCLR: each prediction finds the frozen projection of its own view among those of all views.
p1, p2, z1, z2 = [leaf(SHAPE, phase) for phase in (0.1, 0.2, 0.9, 1.4)]
logits = F.normalize(torch.cat([p1, p2]), dim=1) @ F.normalize(torch.cat([z1, z2]), dim=1).detach().T / 0.2
record("distillation.contrastive", F.cross_entropy(logits, torch.arange(8)), p1=p1, p2=p2)

# DINOv3: mean squared difference of the matrices of cosines between the patches of an image.
student, anchor = leaf((2, 3, 4), 0.1), leaf((2, 3, 5), 0.9)


def gram(tokens):
    unit = F.normalize(tokens, dim=-1)
    return unit @ unit.transpose(1, 2)


record("gram", F.mse_loss(gram(student), gram(anchor).detach()), student=student)

write("regularizers", golden)
