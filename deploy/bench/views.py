"""Times one view of a batch with torchvision, beside those of ViewBenchmark (docs/benchmarks.md).

Three ways: torchvision's first transforms on PIL images, one image after the other, as most training scripts do; its v2
transforms on uint8 tensors, one image after the other; and v2 on the whole batch at once, which is no equal because all
images of the batch then share one draw. Images are decoded beforehand. One process, no loader workers. Times are
processor times of all threads together, which hold while others use the cores.

    pip install torch==2.7.1 torchvision==0.22.1 pillow
    python views.py --threads 1
"""

import argparse
import statistics
import time

import torch
import torchvision.transforms as v1
import torchvision.transforms.v2 as v2
from PIL import Image
from torchvision.transforms import InterpolationMode

MEAN, DEVIATION = [0.485, 0.456, 0.406], [0.229, 0.224, 0.225]
SETTINGS = {
    # crop areas, interpolation, probabilities of blur and solarization, share of the image's side
    "DEFAULT": ((0.2, 1), InterpolationMode.BILINEAR, 0, 0, 1),
    "BYOL_FIRST": ((0.08, 1), InterpolationMode.BICUBIC, 1, 0, 1),
    "BYOL_SECOND": ((0.08, 1), InterpolationMode.BICUBIC, 0.1, 0.2, 1),
    "DINO_LOCAL": ((0.05, 0.4), InterpolationMode.BICUBIC, 0.5, 0, 0.5),
}


def transforms(t, settings, size, on_tensors):
    scale, interpolation, blur, solarize, share = settings
    side = int(size * share)
    # Antialiasing off on tensors: Slipstream does not low-pass filter either. PIL always does.
    steps = [
        t.RandomResizedCrop(side, scale=scale, interpolation=interpolation, antialias=not on_tensors),
        t.RandomHorizontalFlip(),
        t.RandomApply([t.ColorJitter(0.4, 0.4, 0.2, 0.1)], p=0.8),
        t.RandomGrayscale(0.2),
    ]
    if blur:
        steps.append(t.RandomApply([t.GaussianBlur(2 * max(1, side // 20) + 1, (0.1, 2.0))], p=blur))
    if solarize:
        steps.append(t.RandomSolarize(128, p=solarize))
    steps.append(v2.ToDtype(torch.float32, scale=True) if on_tensors else v1.ToTensor())
    return t.Compose(steps + [t.Normalize(MEAN, DEVIATION)])


def milliseconds(function, seconds):
    function()
    times = []
    end = time.perf_counter() + seconds
    while time.perf_counter() < end or len(times) < 5:
        start = time.process_time()
        function()
        times.append(time.process_time() - start)
    return 1000 * statistics.median(times)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--threads", type=int, default=1, help="threads within one tensor operator")
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--sizes", type=int, nargs="+", default=[32, 96])
    parser.add_argument("--seconds", type=float, default=3, help="time per measurement")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)

    print(f"torch {torch.__version__}, {options.threads} threads, {options.batch} images; milliseconds of processor time per view, median")
    print(f"{'settings':<12} {'size':>4} {'v1 PIL':>9} {'v2 each':>9} {'v2 shared draw':>15}")
    for size in options.sizes:
        batch = torch.randint(0, 256, (options.batch, 3, size, size), dtype=torch.uint8)
        images = [Image.fromarray(image.permute(1, 2, 0).numpy()) for image in batch]
        for name, settings in SETTINGS.items():
            pil = transforms(v1, settings, size, False)
            tensor = transforms(v2, settings, size, True)
            times = [
                milliseconds(lambda: torch.stack([pil(image) for image in images]), options.seconds),
                milliseconds(lambda: torch.stack([tensor(image) for image in batch]), options.seconds),
                milliseconds(lambda: tensor(batch), options.seconds),
            ]
            print(f"{name:<12} {size:>4} {times[0]:>9.1f} {times[1]:>9.1f} {times[2]:>15.1f}", flush=True)


if __name__ == "__main__":
    main()
