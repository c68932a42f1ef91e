"""Writes ../resources/golden/optim.txt: a hundred steps of every optimizer and of the moving average, and learning rates.

AdamW, SGD, the schedules and the clipping by the global norm are PyTorch's; LARS and the clipping per tensor follow
their formulas. Everything is computed in double precision from float32 starts, as golden.py gives them. Run from this
folder: python optim.py
"""

import torch

from golden import wave, write

STEPS = 100
# Parameters of a two-block transformer with its projector, and the depth of each.
SHAPES = {
    "backbone.cls_token": ((1, 1, 4), 0),
    "backbone.patch_embed.proj.weight": ((4, 3), 0),
    "backbone.patch_embed.proj.bias": ((4,), 0),
    "backbone.blocks.0.attn.qkv.weight": ((3, 4), 1),
    "backbone.blocks.0.norm1.weight": ((4,), 1),
    "backbone.blocks.1.mlp.fc1.weight": ((2, 4), 2),
    "backbone.norm.weight": ((4,), 3),
    "projector.0.weight": ((3, 4), 3),
    "projector.0.bias": ((3,), 3),
}

golden = {}


class Lars(torch.optim.Optimizer):
    """The formula of the Java class's comment."""

    def __init__(self, params, lr, momentum, trust):
        super().__init__(params, dict(lr=lr, momentum=momentum, trust=trust, weight_decay=0.0))

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for w in group["params"]:
                d = w.grad + group["weight_decay"] * w
                if w.dim() > 1 and w.norm() > 0 and d.norm() > 0:
                    d = d * (group["trust"] * w.norm() / d.norm())
                v = self.state[w].setdefault("momentum", torch.zeros_like(w))
                v.mul_(group["momentum"]).add_(d)
                w.sub_(group["lr"] * v)


def run(name, optimizer, weight_decay, layer_decay=1.0, clip=None, clip_norm=0.0, decay_all=False):
    values = {
        k: torch.nn.Parameter(wave(torch.Size(shape).numel(), float(i)).double().reshape(shape))
        for i, (k, (shape, _)) in enumerate(SHAPES.items())
    }
    groups = [
        {"params": [p], "weight_decay": weight_decay if p.dim() > 1 or decay_all else 0.0, "lr": 0.0}
        for p in values.values()
    ]
    scales = [layer_decay ** (3 - depth) for _, depth in SHAPES.values()]
    stepper = optimizer(groups)
    for step in range(STEPS):
        stepper.zero_grad()
        # The gradient depends on where the parameters went: it is that of sum(wave * parameter^2) / 2.
        sum((wave(p.numel(), 10.0 + step).reshape(p.shape) * p * p).sum() / 2 for p in values.values()).backward()
        norm = torch.nn.utils.clip_grad_norm_(values.values(), clip_norm if clip == "global" else float("inf"))
        if clip == "per-tensor":
            for p in values.values():
                factor = clip_norm / (p.grad.norm() + 1e-6)
                if factor < 1:
                    p.grad *= factor
        for group, scale in zip(stepper.param_groups, scales):
            group["lr"] = scale * 0.02 * (step + 1) / STEPS
        stepper.step()
    golden[f"{name}/norm"] = norm
    for key, value in values.items():
        golden[f"{name}/{key}"] = value


def adamw(groups):
    return torch.optim.AdamW(groups, lr=0.0, betas=(0.9, 0.99), eps=1e-8)


def sgd(**settings):
    return lambda groups: torch.optim.SGD(groups, lr=0.0, **settings)


def lars(groups):
    return Lars(groups, lr=0.0, momentum=0.9, trust=0.5)


run("adamw", adamw, 0.05)
run("adamw-layers-global", adamw, 0.05, layer_decay=0.75, clip="global", clip_norm=0.5)
run("adamw-per-tensor", adamw, 0.05, clip="per-tensor", clip_norm=0.5)
run("sgd", sgd(), 0.05)
run("sgd-momentum-all", sgd(momentum=0.9), 0.05, decay_all=True)
run("sgd-nesterov-global", sgd(momentum=0.9, nesterov=True), 0.05, clip="global", clip_norm=0.5)
run("sgd-layers-per-tensor", sgd(momentum=0.9), 0.05, layer_decay=0.75, clip="per-tensor", clip_norm=0.5)
run("lars", lars, 0.05)
run("lars-layers-global", lars, 0.05, layer_decay=0.75, clip="global", clip_norm=0.5)

teacher = wave(12, 0.5).double()
for step in range(STEPS):
    teacher = 0.97 * teacher + (1 - 0.97) * wave(12, 1.0 + step).double()
golden["average"] = teacher


def rates(base, warm_up, horizon=0, final=0.0):
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=base)
    schedulers = torch.optim.lr_scheduler
    rise = schedulers.LinearLR(optimizer, start_factor=1 / warm_up, total_iters=warm_up - 1)
    then = (
        schedulers.CosineAnnealingLR(optimizer, T_max=horizon - warm_up, eta_min=final)
        if horizon
        else schedulers.ConstantLR(optimizer, factor=1.0)
    )
    both = schedulers.SequentialLR(optimizer, [rise, then], milestones=[warm_up])
    found = []
    for _ in range((horizon or 50) + 1):
        found.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        both.step()
    return torch.tensor(found, dtype=torch.float64)


golden["rates.constant"] = rates(0.3, 10)
golden["rates.cosine"] = rates(0.3, 10, 60, 0.001)

write("optim", golden)
