"""Takes the training steps of `slipstream bench train` with PyTorch, for comparison (deploy/bench/README.md).

Reads a line of JSON per request from standard input and writes a line in answer. First the settings, answered by
versions; then, as often as asked, what to run and for how long:

  step         batched views of decoded images, then an eager step, its optimizer and moving average as most scripts
               have them: torch.optim.AdamW by default, a loop over the teacher's weights
  step-fused   the same with AdamW(fused=True) and torch._foreach_lerp_
  pipeline-N   as most scripts feed a step: a DataLoader of N workers that decodes with Pillow and makes each view of
               each image with torchvision's transforms, then the step as in `step`

Images, networks, heads, losses, views and settings are Slipstream's; weights are random, since time does not depend on
them. Views of `step` are drawn and computed for the whole batch with the operators that Slipstream uses.
"""

import copy
import io
import json
import math
import multiprocessing
import os
import pathlib
import sys
import time

import torch
import torch.nn.functional as F
import torchvision
import torchvision.transforms as T
from PIL import Image
from torch import nn
from torchvision.models.resnet import BasicBlock, Bottleneck, ResNet

MEAN, DEVIATION = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
LUMA = (0.2989, 0.587, 0.114)
RESNETS = {
    "resnet-slim": (BasicBlock, [1, 1, 1], [32, 64, 128]),
    "resnet18": (BasicBlock, [2, 2, 2, 2], [64, 128, 256, 512]),
    "resnet34": (BasicBlock, [3, 4, 6, 3], [64, 128, 256, 512]),
    "resnet50": (Bottleneck, [3, 4, 6, 3], [64, 128, 256, 512]),
}
TRANSFORMERS = {"vit-slim": (128, 4, 4), "vit-tiny": (192, 12, 3), "vit-small": (384, 12, 6), "vit-base": (768, 12, 12)}


# Networks


class SlimResNet(nn.Module):
    """torchvision's blocks behind a 3x3 stem."""

    def __init__(self, block, depths, widths, stride):
        super().__init__()
        self.inplanes, self.dilation, self.groups, self.base_width = widths[0], 1, 1, 64
        self._norm_layer = nn.BatchNorm2d
        self.conv1 = nn.Conv2d(3, widths[0], 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(widths[0])
        self.layers = nn.Sequential(
            *[
                ResNet._make_layer(self, block, width, depth, stride=1 if i == 0 else 2)
                for i, (width, depth) in enumerate(zip(widths, depths))
            ]
        )
        self.dim = widths[-1] * block.expansion

    def forward(self, x):
        x = F.relu(self.bn1(self.conv1(x)), inplace=True)
        return self.layers(x).mean((2, 3))


class ImageNetResNet(ResNet):
    def __init__(self, block, depths):
        super().__init__(block, depths)
        self.fc = nn.Identity()
        self.dim = 512 * block.expansion


def encoder(network):
    name, size = network["name"], network["image-size"]
    name = name.lower().replace("_", "-")
    if network["precision"].lower() != "float32":
        sys.exit("the reference measures float32, found " + network["precision"])
    if name in RESNETS:
        block, depths, widths = RESNETS[name]
        if network["norm"].lower() != "batch":
            sys.exit("the reference has batch norm, found " + network["norm"])
        stem = network["stem"].lower()
        if name == "resnet-slim":
            return SlimResNet(block, depths, widths, 2)
        if stem == "cifar" or (stem == "auto" and size <= 64):
            return SlimResNet(block, depths, widths, 1)
        return ImageNetResNet(block, depths)
    try:
        from timm.models.vision_transformer import VisionTransformer
    except ImportError:
        sys.exit("transformers need timm: pip install timm==1.0.31")
    dim, depth, heads = TRANSFORMERS[name]
    patch = network["patch"] or (16 if name != "vit-slim" and size >= 128 else size // 8)
    pool = "token" if network["pool"].lower().startswith("class") else "avg"
    model = VisionTransformer(
        size, patch, num_classes=0, global_pool=pool, embed_dim=dim, depth=depth, num_heads=heads,
        drop_path_rate=network["drop-path"], fc_norm=False,
    )
    model.dim = dim
    return model


# Methods: heads, and a loss of two views


class Byol:
    def __init__(self, settings, encoder):
        hidden, out = settings["byol"]["hidden"], settings["byol"]["projection"]
        mlp = lambda width: nn.Sequential(
            nn.Linear(width, hidden), nn.BatchNorm1d(hidden), nn.ReLU(inplace=True), nn.Linear(hidden, out)
        )
        self.half_life = settings["byol"]["teacher-half-life"]
        self.student = nn.Sequential(encoder, mlp(encoder.dim))
        self.predictor = mlp(out)

    def loss(self, views, targets):
        q1, q2 = (self.predictor(self.student(view)) for view in views)
        distance = lambda q, z: 2 - 2 * (F.normalize(q, dim=1) * F.normalize(z, dim=1)).sum(1)
        return (distance(q1, targets[1]) + distance(q2, targets[0])).mean()


class MocoV3:
    def __init__(self, settings, encoder):
        config = settings["moco-v3"]
        hidden, out, self.temperature = config["hidden"], config["projection"], config["temperature"]
        self.half_life = config["teacher-half-life"]
        self.student = nn.Sequential(encoder, self.mlp(encoder.dim, hidden, out, config["projector-layers"], True))
        self.predictor = self.mlp(out, hidden, out, 2, config["predictor-norm"])
        if config["frozen-patch-projection"] and hasattr(encoder, "patch_embed"):
            encoder.patch_embed.requires_grad_(False)

    @staticmethod
    def mlp(width, hidden, out, layers, last_norm):
        head = []
        for _ in range(layers - 1):
            head += [nn.Linear(width, hidden, bias=False), nn.BatchNorm1d(hidden), nn.ReLU(inplace=True)]
            width = hidden
        head.append(nn.Linear(width, out, bias=False))
        return nn.Sequential(*head, *([nn.BatchNorm1d(out, affine=False)] if last_norm else []))

    def loss(self, views, targets):
        q1, q2 = (self.predictor(self.student(view)) for view in views)
        return self.contrast(q1, targets[1]) + self.contrast(q2, targets[0])

    def contrast(self, queries, keys):
        logits = F.normalize(queries, dim=1) @ F.normalize(keys, dim=1).T / self.temperature
        return F.cross_entropy(logits, torch.arange(len(logits))) * 2 * self.temperature


METHODS = {"byol": Byol, "moco-v3": MocoV3}


# Views of a whole batch


class BatchedViews:
    def __init__(self, views, size):
        self.v, self.size = views, size
        for view in ("first", "second"):
            if views[view + "-blur"] or views[view + "-solarize"]:
                sys.exit("the batched views of the reference have no blur and no solarization")
        if views["local"]["count"]:
            sys.exit("the reference makes two views, no local ones")
        self.identity, self.luma = torch.eye(3), torch.tensor(LUMA).expand(3, 3)
        mean, deviation = torch.tensor(MEAN).view(1, 3, 1, 1), torch.tensor(DEVIATION).view(1, 3, 1, 1)
        self.scale, self.shift = 1 / deviation, -mean / deviation
        self.corner = torch.tensor([3 / 6, 1 / 6, -1 / 6]).view(1, 3, 1, 1)
        self.bicubic = views["interpolation"].lower() == "bicubic"

    def __call__(self, images):
        v, n = self.v, len(images)
        area = torch.empty(n, 10).uniform_(v["crop-min-area"], v["crop-max-area"])
        aspect = torch.empty(n, 10).uniform_(-math.log(4 / 3), math.log(4 / 3)).exp()
        width, height = (area * aspect).sqrt(), (area / aspect).sqrt()
        fits = ((width <= 1) & (height <= 1)).float()
        first, any_fits = fits.argmax(1, keepdim=True), fits.amax(1) > 0
        width = torch.where(any_fits, width.gather(1, first)[:, 0], 1.0)
        height = torch.where(any_fits, height.gather(1, first)[:, 0], 1.0)
        flip = torch.where(torch.rand(n) < v["flip"], -1.0, 1.0)
        affine = torch.zeros(n, 2, 3)
        affine[:, 0, 0], affine[:, 0, 2] = width * flip, (2 * torch.rand(n) - 1) * (1 - width)
        affine[:, 1, 1], affine[:, 1, 2] = height, (2 * torch.rand(n) - 1) * (1 - height)
        grid = F.affine_grid(affine, [n, 3, self.size, self.size], align_corners=False)
        mode = "bicubic" if self.bicubic else "bilinear"
        x = F.grid_sample(images.float(), grid, mode, "border", align_corners=False).div_(255)
        return torch.addcmul(self.shift, self.colours(x.clamp_(0, 1)), self.scale)

    def colours(self, x):
        v, n = self.v, len(x)
        due = torch.rand(n) < v["jitter"]
        factor = lambda strength: torch.where(due, 1 + (2 * torch.rand(n) - 1) * strength, 1.0)
        brightness, contrast, saturation = (factor(v[key]) for key in ("brightness", "contrast", "saturation"))
        turn = factor(v["hue"]) - 1
        one, zero = torch.ones(n), torch.zeros(n)
        # Factors of the image, of its gray image and of its mean gray, in an order of each image's own.
        blends = torch.stack(
            [
                torch.stack([brightness, zero, zero], 1),
                torch.stack([contrast, zero, 1 - contrast], 1),
                torch.stack([saturation, 1 - saturation, zero], 1),
            ],
            1,
        )
        order = torch.rand(n, 3).argsort(1)
        blends = blends.gather(1, order.unsqueeze(2).expand(n, 3, 3))
        hue_round = torch.where(due, torch.randint(0, 4, (n,)), -1)
        for index in range(4):
            x = self.turn_hue(x, turn, hue_round == index)
            if index < 3:
                x = self.blend(x, blends[:, index].unsqueeze(2))
        gray = (torch.rand(n) < v["grayscale"]).float().view(-1, 1, 1)
        mix = self.identity + gray * (self.luma - self.identity)
        return torch.bmm(mix, x.flatten(2)).view_as(x)

    def blend(self, x, f):
        flat = x.flatten(2)
        mix = f[:, 0:1] * self.identity + f[:, 1:2] * self.luma
        mean = self.luma @ flat.mean(2, keepdim=True)
        return torch.baddbmm(f[:, 2:3] * mean, mix, flat).clamp_(0, 1).view_as(x)

    def turn_hue(self, x, turn, due):
        which = due.nonzero().flatten()
        r, g, b = x.index_select(0, which).unbind(1)
        most, least = torch.maximum(torch.maximum(r, g), b), torch.minimum(torch.minimum(r, g), b)
        span = most - least
        sixths = (g + b).sub_(r).sub_(least).div_(span.clamp_min(1e-20)).add_(1)
        angle = torch.copysign(sixths, g - b).mul_(1 / 6) + turn[which].view(-1, 1, 1)
        away = angle.unsqueeze(1) + self.corner
        away = (away - away.round()).abs_()
        weight = (away.mul_(-6)).add_(2).clamp_(0, 1)
        return x.index_copy_(0, which, torch.addcmul(most.unsqueeze(1), span.unsqueeze(1), weight, value=-1))


# torchvision's way


class Files(torch.utils.data.Dataset):
    """Encoded images in memory, as Slipstream holds them; two views of each."""

    def __init__(self, files, settings):
        v, size = settings["views"], settings["network"]["image-size"]
        bicubic = v["interpolation"].lower() == "bicubic"
        self.files = files
        self.source_size = settings["source-size"]
        self.transform = T.Compose(
            [
                T.RandomResizedCrop(
                    size, (v["crop-min-area"], v["crop-max-area"]),
                    interpolation=T.InterpolationMode.BICUBIC if bicubic else T.InterpolationMode.BILINEAR,
                ),
                T.RandomHorizontalFlip(v["flip"]),
                T.RandomApply([T.ColorJitter(v["brightness"], v["contrast"], v["saturation"], v["hue"])], v["jitter"]),
                T.RandomGrayscale(v["grayscale"]),
                T.ToTensor(),
                T.Normalize(MEAN, DEVIATION),
            ]
        )

    def __len__(self):
        return len(self.files)

    def __getitem__(self, index):
        image = decoded(self.files[index], self.source_size)
        return self.transform(image), self.transform(image)


def decoded(file, size):
    """RGB; where it is larger than images are kept, its central square in that size."""
    image = Image.open(io.BytesIO(file)).convert("RGB")
    if image.size != (size, size):
        side = min(image.size)
        left, top = (image.width - side) // 2, (image.height - side) // 2
        image = image.resize((size, size), Image.Resampling.BILINEAR, (left, top, left + side, top + side))
    return image


def endless(loader):
    while True:
        yield from loader


# Steps


class Trainer:
    def __init__(self, settings, fused):
        self.method = METHODS[settings["method"]](settings, encoder(settings["network"]))
        self.student = self.method.student.train()
        self.teacher = copy.deepcopy(self.student).requires_grad_(False)
        self.keep = 0.5 ** (settings["batch"] / self.method.half_life)
        self.fused = fused
        parameters = [*self.student.parameters(), *self.method.predictor.parameters()]
        learning = [p for p in parameters if p.requires_grad]
        optimizer = settings["optimizer"]
        if optimizer["type"].lower() != "adamw":
            sys.exit("the reference has AdamW, found " + optimizer["type"])
        self.optimizer = torch.optim.AdamW(
            [
                {"params": [p for p in learning if p.ndim > 1], "weight_decay": optimizer["weight-decay"]},
                {"params": [p for p in learning if p.ndim <= 1], "weight_decay": 0},
            ],
            lr=1e-3,
            **({"fused": True} if fused else {}),
        )

    def encoder_weights(self):
        return sum(p.numel() for p in self.student[0].parameters())

    def step(self, views, clock):
        clock.start("teacher")
        with torch.no_grad():
            targets = [self.teacher(view) for view in views]
        clock.start("student")
        loss = self.method.loss(views, targets)
        clock.start("backward")
        loss.backward()
        clock.start("update")
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        with torch.no_grad():
            teacher, student = list(self.teacher.parameters()), list(self.student.parameters())
            if self.fused:
                torch._foreach_lerp_(teacher, student, 1 - self.keep)
            else:
                for t, s in zip(teacher, student):
                    t.mul_(self.keep).add_(s, alpha=1 - self.keep)
        clock.start("report")
        return loss.item()


class Clock:
    """Adds up the parts of a step."""

    def __init__(self):
        self.parts, self.running, self.since = {}, None, 0.0

    def start(self, part):
        now = time.perf_counter()
        if self.running:
            self.parts[self.running] = self.parts.get(self.running, 0) + 1000 * (now - self.since)
        self.running, self.since = part, now


class Bench:
    def __init__(self, settings):
        torch.manual_seed(settings["seed"])
        torch.set_num_threads(settings["threads"])
        self.settings = settings
        self.batch = settings["batch"]
        self.files = [path.read_bytes() for path in sorted(pathlib.Path(settings["images"]).iterdir())]
        self.trainers, self.sources = {}, {}

    def source(self, contender):
        if contender.startswith("pipeline-"):
            workers = int(contender.removeprefix("pipeline-"))
            loader = torch.utils.data.DataLoader(
                Files(self.files, self.settings), self.batch, shuffle=True, drop_last=True,
                num_workers=workers, persistent_workers=workers > 0,
            )
            return endless(loader)
        size = self.settings["source-size"]
        tensors = [T.functional.pil_to_tensor(decoded(file, size)) for file in self.files]
        batches = torch.stack(tensors).split(self.batch)
        views = BatchedViews(self.settings["views"], self.settings["network"]["image-size"])
        return ([views(b), views(b)] for b in endless([b for b in batches if len(b) == self.batch]))

    def run(self, contender, steps, seconds):
        fused = contender.endswith("-fused")
        if fused not in self.trainers:
            self.trainers[fused] = Trainer(self.settings, fused)
        if contender not in self.sources:
            self.sources[contender] = self.source(contender)
        trainer, views, clock = self.trainers[fused], self.sources[contender], Clock()
        millis, begin, processor = [], time.perf_counter(), processor_seconds()
        while not millis or (len(millis) < steps and time.perf_counter() - begin < (seconds or math.inf)):
            start = time.perf_counter()
            clock.start("views")
            trainer.step(next(views), clock)
            clock.start(None)
            millis.append(1000 * (time.perf_counter() - start))
        return {
            "millis": millis,
            "processor-millis": 1000 * (processor_seconds() - processor),
            "parts": clock.parts,
        }


def processor_seconds():
    """Of this process and its loader workers."""
    seconds = time.process_time()
    for child in multiprocessing.active_children():
        fields = pathlib.Path(f"/proc/{child.pid}/stat").read_text().rpartition(")")[2].split()
        seconds += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return seconds


def main():
    settings = json.loads(sys.stdin.readline())
    if settings["method"] not in METHODS:
        sys.exit(f"the reference has {', '.join(METHODS)}, found {settings['method']}")
    bench = Bench(settings)
    bench.trainers[False] = Trainer(settings, False)
    versions = {
        "python": sys.version.split()[0],
        "torch": torch.__version__,
        "torchvision": torchvision.__version__,
        "encoder-weights": bench.trainers[False].encoder_weights(),
    }
    answer({"versions": versions})
    for line in sys.stdin:
        request = json.loads(line)
        answer(bench.run(request["contender"], request["steps"], request["seconds"]))


def answer(message):
    print(json.dumps(message), flush=True)


if __name__ == "__main__":
    main()
