"""Writes ../resources/golden/resnets.txt: what torchvision's residual networks compute.

Weights and inputs follow the formulas of golden.py; everything is computed in float64, so that the difference to a
float32 result is the result's own error. Per network and mode: the output, and of every parameter's gradient (in the
order of the parameters) its norm and its products with two waves; whole gradients of a few small parameters. The loss
is the product of the output with wave(count, 0.3). Run from this folder: python resnets.py
"""

import torch
import torchvision
from torchvision.models.resnet import BasicBlock, Bottleneck

from golden import fill, forward_backward, images, names, write


class SmallResNet(torch.nn.Module):
    """torchvision's blocks and stages with narrower widths, and stems for small images."""

    def __init__(self, block, depths, widths, stem, norm=torch.nn.BatchNorm2d):
        super().__init__()
        kernel, stride = {"imagenet": (7, 2), "cifar": (3, 1), "slim": (3, 2)}[stem]
        self.conv1 = torch.nn.Conv2d(3, widths[0], kernel, stride, kernel // 2, bias=False)
        self.bn1 = norm(widths[0])
        self.pool = torch.nn.MaxPool2d(3, 2, 1) if stem == "imagenet" else torch.nn.Identity()
        inputs = widths[0]
        self.stages = []
        for stage, (depth, width) in enumerate(zip(depths, widths), 1):
            layer = []
            out = width * block.expansion
            for i in range(depth):
                stride = 2 if stage > 1 and i == 0 else 1
                downsample = None
                if stride != 1 or inputs != out:
                    downsample = torch.nn.Sequential(torch.nn.Conv2d(inputs, out, 1, stride, bias=False), norm(out))
                layer.append(block(inputs, width, stride, downsample, norm_layer=norm))
                inputs = out
            self.add_module(f"layer{stage}", torch.nn.Sequential(*layer))
            self.stages.append(f"layer{stage}")

    def forward(self, x):
        x = self.pool(torch.relu(self.bn1(self.conv1(x))))
        for stage in self.stages:
            x = getattr(self, stage)(x)
        return torch.flatten(torch.nn.functional.adaptive_avg_pool2d(x, 1), 1)


def group_norm(channels):
    return torch.nn.GroupNorm(min(32, channels // 2), channels)


golden = {}

network = SmallResNet(BasicBlock, [2, 2, 2], [4, 8, 16], "slim")
golden |= names("slim", fill(network))
golden |= forward_backward("slim.train", network.train(), images(3, 16), ["bn1.weight", "layer3.1.bn2.bias"])

network = SmallResNet(Bottleneck, [3, 4, 6, 3], [4, 4, 8, 8], "cifar")
golden |= names("deep", fill(network))
golden["deep.eval"] = network.eval()(images(2, 16))

network = SmallResNet(Bottleneck, [1, 2, 2, 1], [4, 8, 8, 8], "cifar")
golden |= names("bottleneck", fill(network))
golden |= forward_backward("bottleneck.train", network.train(), images(4, 32), ["bn1.weight", "layer4.0.bn3.bias"])

network = SmallResNet(Bottleneck, [1, 1], [4, 8], "imagenet", group_norm)
golden |= names("group", fill(network))
golden |= forward_backward("group", network.train(), images(2, 24), ["bn1.weight", "layer2.0.bn3.weight"])

network = torchvision.models.resnet18()
network.fc = torch.nn.Identity()
fill(network)
golden |= forward_backward("resnet18.train", network.train(), images(2, 128), ["bn1.weight"])
fill(network)
golden |= {"resnet18.eval": network.eval()(images(1, 64))}

write("resnets", golden)
