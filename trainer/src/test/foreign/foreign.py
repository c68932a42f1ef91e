"""Writes ../resources/foreign: small networks of somebody else's, as TorchScript archives and as safetensors.

They are what ImportedEncoder and SafeTensorsFile are tested with: networks that fit, and one for every way not to.
Lines `scripted.*` and `tokens.*` of foreign.txt are reference outputs. Run from this folder: python foreign.py
"""

import pathlib
import sys
import zipfile

import safetensors.torch
import torch
from torch import Tensor, nn

sys.path.append(str(pathlib.Path(__file__).parent / "../golden"))
from golden import formula, wave  # noqa: E402

OUT = pathlib.Path(__file__).parent / "../resources/foreign"


class Net(nn.Module):
    """Convolution, batch norm, dropout, global mean."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 6, 3, padding=1)
        self.norm = nn.BatchNorm2d(6)
        self.drop = nn.Dropout(0.5)

    def features(self, x: Tensor) -> Tensor:
        return torch.relu(self.norm(self.conv(x)))

    def forward(self, x: Tensor) -> Tensor:
        return self.drop(self.features(x).mean([2, 3]))


class Tokens(Net):
    def forward(self, x: Tensor) -> Tensor:
        return self.features(x).flatten(2).transpose(1, 2)


class Maps(Net):
    def forward(self, x: Tensor) -> Tensor:
        return self.features(x)


class Pair(Net):
    def forward(self, x: Tensor):
        y = self.features(x)
        return y.mean([2, 3]), y


class Masked(Net):
    def forward(self, x: Tensor, mask: Tensor, scale: float = 1.0) -> Tensor:
        return self.features(x * mask).mean([2, 3]) * scale


class Optioned(Net):
    def forward(self, x: Tensor, scale: float = 1.0, names: str = "a, (b"):
        return self.features(x).mean([2, 3]) * scale


class FixedBatch(Net):
    def forward(self, x: Tensor) -> Tensor:
        return self.features(x).reshape(1, 6, 64).mean(2)


class Joined(Net):
    def forward(self, x: Tensor) -> Tensor:
        return self.features(x).mean([2, 3]).reshape(1, -1)


class FixedSize(Net):
    def forward(self, x: Tensor) -> Tensor:
        return self.features(x).reshape(x.shape[0], 6, 1024).mean(2)


class Half(Net):
    def forward(self, x: Tensor) -> Tensor:
        return self.features(x).mean([2, 3]).to(torch.bfloat16)


class NotANumber(Net):
    def forward(self, x: Tensor) -> Tensor:
        return torch.log(self.features(x).mean([2, 3]) - 1000.0)


class Detached(Net):
    def forward(self, x: Tensor) -> Tensor:
        return self.features(x).mean([2, 3]).detach()


class Changing(Net):
    def forward(self, x: Tensor) -> Tensor:
        y = self.features(x).mean([2, 3])
        return y if self.training else y[:, :4]


class NoForward(nn.Module):
    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(3))

    @torch.jit.export
    def embed(self, x: Tensor) -> Tensor:
        return x * self.weight


class Constant(Net):
    """Keeps a tensor as a constant of the code, not as an attribute."""

    def forward(self, x: Tensor) -> Tensor:
        return self.features(x).mean([2, 3]) * torch.tensor([1.0, 2, 3, 4, 5, 6])


def filled(network):
    state = {k: formula(k, v.shape) for k, v in network.state_dict().items() if not k.endswith("num_batches_tracked")}
    network.load_state_dict(state, strict=False)
    return network


def save(name, module):
    """Saves without debug information, which is half of so small a file and is no part of the program."""
    path = OUT / f"{name}.pt"
    torch.jit.save(module, path)
    if name == "scripted":
        return
    with zipfile.ZipFile(path) as archive:
        kept = [(i, archive.read(i)) for i in archive.infolist() if not i.filename.endswith(".debug_pkl")]
    with zipfile.ZipFile(path, "w") as archive:
        for info, content in kept:
            archive.writestr(zipfile.ZipInfo(info.filename), content)


OUT.mkdir(exist_ok=True)
images = wave(2 * 3 * 8 * 8, 0.5).reshape(2, 3, 8, 8)
example = torch.zeros(1, 3, 8, 8)

scripted = torch.jit.script(filled(Net()))
save("scripted", scripted)
save("traced", torch.jit.trace(filled(Tokens()).eval(), example))
save("traced-constant", torch.jit.trace(filled(Constant()).eval(), example))
for network in (Tokens, Maps, Pair, Masked, Optioned, FixedBatch, Joined, FixedSize, Half, NotANumber, Detached, Changing):
    save(network.__name__.lower(), torch.jit.script(filled(network())))
save("frozen", torch.jit.freeze(torch.jit.script(filled(Net()).eval())))
save("noforward", torch.jit.script(NoForward()))
save("unlearnable", torch.jit.script(filled(Net()).requires_grad_(False)))
save("double", torch.jit.script(filled(Net()).double()))
save("bfloat16", torch.jit.script(filled(Net()).bfloat16()))
torch.save(filled(Net()).state_dict(), OUT / "state-dict.pt")
torch.save(filled(Net()).state_dict(), OUT / "state-dict-legacy.pt", _use_new_zipfile_serialization=False)

with zipfile.ZipFile(OUT / "traced.pt") as archive:
    entries = [(i.filename, archive.read(i)) for i in archive.infolist()]
with zipfile.ZipFile(OUT / "cuda.pt", "w") as archive:
    for name, content in entries:
        if name.endswith(".py"):  # what a trace on a GPU leaves behind
            made = b'    x1 = torch.zeros([1], dtype=6, layout=None, device=torch.device("cuda:0"), pin_memory=False)\n'
            content = content.replace(b"    input = torch._convolution(x,", made + b"    input = torch._convolution(torch.add(x, x1),")
        archive.writestr(zipfile.ZipInfo(name), content)

with torch.no_grad():
    evaluated = scripted.eval()(images)
    traced = filled(Tokens()).eval()(images)
lines = [f"# foreign.py, torch {torch.__version__}, safetensors {safetensors.__version__}"]
for key, tensor in {"scripted.eval": evaluated, "tokens.mean": traced.mean(1), "tokens.first": traced[:, 0]}.items():
    lines.append(f"{key} {'x'.join(map(str, tensor.shape))}: " + " ".join(f"{v:.9g}" for v in tensor.flatten().tolist()))
(OUT / "../golden/foreign.txt").write_text("\n".join(lines) + "\n")

values = torch.tensor([[0.0, -1.5, 65504.0], [2.0**-24, 3.140625, -0.0]])
safetensors.torch.save_file(
    {
        "f64": values.double(),
        "f32": values,
        "f16": values.half(),
        "bf16": values.bfloat16(),
        "i64": torch.tensor([[1, -2, 3]]),
        "scalar": torch.tensor(7.0),
        "empty": torch.zeros(0, 4),
    },
    OUT / "types.safetensors",
    metadata={"format": "pt", "made": "by hand"},
)
safetensors.torch.save_file(filled(Net()).state_dict(), OUT / "net.safetensors")
