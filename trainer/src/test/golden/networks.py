"""Writes ../resources/golden/networks.txt: what torchvision's residual blocks and a plain vision transformer compute.

Weights and inputs follow the formulas of golden.py. Lines `resnet.names/…` and `vit.names/…` pin names and shapes of all
tensors (without elements). Run from this folder: python networks.py
"""

import torch
from torchvision.models.resnet import BasicBlock

from golden import formula, names, wave, write


class SmallResNet(torch.nn.Module):
    """torchvision's ResNet with the stem for small images: one 3x3 convolution and no pooling."""

    def __init__(self, widths, blocks):
        super().__init__()
        self.conv1 = torch.nn.Conv2d(3, widths[0], 3, padding=1, bias=False)
        self.bn1 = torch.nn.BatchNorm2d(widths[0])
        width = widths[0]
        self.stages = []
        for stage, out in enumerate(widths, 1):
            layer = []
            for block in range(blocks):
                stride = 2 if stage > 1 and block == 0 else 1
                downsample = None
                if stride != 1 or width != out:
                    downsample = torch.nn.Sequential(
                        torch.nn.Conv2d(width, out, 1, stride, bias=False), torch.nn.BatchNorm2d(out)
                    )
                layer.append(BasicBlock(width, out, stride, downsample))
                width = out
            self.add_module(f"layer{stage}", torch.nn.Sequential(*layer))
            self.stages.append(f"layer{stage}")

    def forward(self, x):
        x = torch.relu(self.bn1(self.conv1(x)))
        for stage in self.stages:
            x = getattr(self, stage)(x)
        return torch.flatten(torch.nn.functional.adaptive_avg_pool2d(x, 1), 1)


class Attention(torch.nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.heads = heads
        self.qkv = torch.nn.Linear(dim, 3 * dim)
        self.proj = torch.nn.Linear(dim, dim)

    def forward(self, x):
        b, n, d = x.shape
        q, k, v = [
            t.reshape(b, n, self.heads, d // self.heads).transpose(1, 2) for t in self.qkv(x).chunk(3, dim=-1)
        ]
        weights = torch.softmax(q @ k.transpose(-1, -2) / (d // self.heads) ** 0.5, dim=-1)
        return self.proj((weights @ v).transpose(1, 2).reshape(b, n, d))


class Block(torch.nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.norm1 = torch.nn.LayerNorm(dim, eps=1e-6)
        self.attn = Attention(dim, heads)
        self.norm2 = torch.nn.LayerNorm(dim, eps=1e-6)
        self.mlp = torch.nn.Module()
        self.mlp.fc1 = torch.nn.Linear(dim, 4 * dim)
        self.mlp.fc2 = torch.nn.Linear(4 * dim, dim)

    def forward(self, x):
        x = x + self.attn(self.norm1(x))
        return x + self.mlp.fc2(torch.nn.functional.gelu(self.mlp.fc1(self.norm2(x))))


class PlainVit(torch.nn.Module):
    def __init__(self, size, patch, dim, depth, heads):
        super().__init__()
        self.cls_token = torch.nn.Parameter(torch.zeros(1, 1, dim))
        self.pos_embed = torch.nn.Parameter(torch.zeros(1, (size // patch) ** 2 + 1, dim))
        self.patch_embed = torch.nn.Module()
        self.patch_embed.proj = torch.nn.Conv2d(3, dim, patch, patch)
        self.blocks = torch.nn.Sequential(*[Block(dim, heads) for _ in range(depth)])
        self.norm = torch.nn.LayerNorm(dim, eps=1e-6)

    def forward(self, x):
        x = self.patch_embed.proj(x).flatten(2).transpose(1, 2)
        x = torch.cat([self.cls_token.expand(len(x), -1, -1), x], 1) + self.pos_embed
        return self.norm(self.blocks(x))[:, 0]


def fill(network):
    state = {k: formula(k, v.shape) for k, v in network.state_dict().items() if not k.endswith("num_batches_tracked")}
    network.load_state_dict(state, strict=False)
    return state


golden = {}

resnet = SmallResNet([4, 8, 16], 2)
images = wave(2 * 3 * 12 * 12, 0.5).reshape(2, 3, 12, 12)
golden |= names("resnet", fill(resnet))
golden["resnet.eval"] = resnet.eval()(images)
golden["resnet.train"] = resnet.train()(images)
golden["resnet.running_mean"] = resnet.layer2[0].downsample[1].running_mean
golden["resnet.running_var"] = resnet.layer2[0].downsample[1].running_var

vit = PlainVit(8, 2, 12, 2, 3)
images = wave(2 * 3 * 8 * 8, 0.25).reshape(2, 3, 8, 8)
golden |= names("vit", fill(vit))
golden["vit.eval"] = vit(images)

head = torch.nn.Sequential(torch.nn.Linear(6, 10), torch.nn.BatchNorm1d(10), torch.nn.ReLU(), torch.nn.Linear(10, 4))
golden |= names("head", fill(head))
golden["head.train"] = head(wave(5 * 6, 0.75).reshape(5, 6))

write("networks", golden)
