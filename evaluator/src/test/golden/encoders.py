"""Writes ../resources/encoder: small TorchScript encoders, one healthy and others that break the contract of a snapshot.

The healthy one takes uint8 [batch, 3, size, size], normalizes inside the program and returns float32 [batch, 16];
embedding.json holds what torch.jit.load computes with it. Run from this folder: python encoders.py
"""

import json
import pathlib

import torch

OUT = pathlib.Path(__file__).parent / "../resources/encoder"
SIZE = 16
BATCH = 5


class Tiny(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.register_buffer("mean", torch.tensor([0.485, 0.456, 0.406]).view(1, 3, 1, 1))
        self.register_buffer("std", torch.tensor([0.229, 0.224, 0.225]).view(1, 3, 1, 1))
        self.conv1 = torch.nn.Conv2d(3, 8, 3, stride=2, padding=1)
        self.norm = torch.nn.BatchNorm2d(8)
        self.conv2 = torch.nn.Conv2d(8, 16, 3, stride=2, padding=1)

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        x = (images.float() / 255.0 - self.mean) / self.std
        x = torch.relu(self.norm(self.conv1(x)))
        return self.conv2(x).mean(dim=[2, 3])


class FeatureMap(torch.nn.Module):
    def forward(self, images: torch.Tensor) -> torch.Tensor:
        return images.float()


class NotANumber(torch.nn.Module):
    def forward(self, images: torch.Tensor) -> torch.Tensor:
        x = images.float().mean(dim=[2, 3])
        return torch.log(x - 1000.0)


class TwoOutputs(torch.nn.Module):
    def forward(self, images: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        x = images.float().mean(dim=[2, 3])
        return x, x


def save(module, name):
    torch.jit.save(torch.jit.script(module.eval()), str(OUT / name))


def main():
    torch.manual_seed(7)
    tiny = Tiny()
    tiny.norm.running_mean.uniform_(-0.2, 0.2)
    tiny.norm.running_var.uniform_(0.5, 1.5)
    save(tiny, "tiny.pt")
    save(FeatureMap(), "feature-map.pt")
    save(NotANumber(), "not-a-number.pt")
    save(TwoOutputs(), "two-outputs.pt")

    count = BATCH * 3 * SIZE * SIZE
    pixels = ((torch.arange(count) * 2654435761) >> 7) & 255
    images = pixels.to(torch.uint8).view(BATCH, 3, SIZE, SIZE)
    with torch.no_grad():
        embedding = torch.jit.load(str(OUT / "tiny.pt"))(images)
    golden = {
        "madeBy": "evaluator/src/test/golden/encoders.py",
        "torch": torch.__version__.split("+")[0],
        "input": "pixel i = (i * 2654435761 >> 7) & 255, shape [5, 3, 16, 16]",
        "dim": embedding.shape[1],
        "embedding": embedding.flatten().tolist(),
    }
    (OUT / "embedding.json").write_text(json.dumps(golden, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
