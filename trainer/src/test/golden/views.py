"""Writes ../resources/golden/views.txt: views of one image by torch's grid_sample and by torchvision's functional operators.

The image is uint8 [1, 3, 8, 8], 127.5 + 127.5 wave(192, 0.9), rounded down. Every result is before normalization, 0..1.
Run from this folder: python views.py
"""

import torch
import torch.nn.functional as F
import torchvision.transforms.v2.functional as V
from torchvision.transforms.v2 import InterpolationMode

from golden import wave, write

image = (127.5 + 127.5 * wave(3 * 8 * 8, 0.9).double()).floor().to(torch.uint8).reshape(1, 3, 8, 8)
x = image.float() / 255


def crop(width, height, cx, cy, mode="bilinear"):
    """Samples at the centres of the output's pixels, written out instead of affine_grid."""
    ticks = (torch.arange(8) * 2 + 1) / 8 - 1
    gx = (cx + width * ticks).expand(8, 8)
    gy = (cy + height * ticks).reshape(8, 1).expand(8, 8)
    return F.grid_sample(x, torch.stack([gx, gy], -1)[None], mode, "border", align_corners=False)


def resize(side, mode):
    return V.resize(x, [side, side], mode, antialias=False)


def jitter(order):
    """The four operators with the same factors, in an order of 0 brightness, 1 contrast, 2 saturation, 3 hue."""
    operators = [
        lambda y: V.adjust_brightness(y, 0.8),
        lambda y: V.adjust_contrast(y, 1.2),
        lambda y: V.adjust_saturation(y, 0.7),
        lambda y: V.adjust_hue(y, -0.05),
    ]
    y = x
    for operator in order:
        y = operators[int(operator)](y)
    return y


write(
    "views",
    {
        "quadrant": crop(0.5, 0.5, -0.5, 0.5),
        "crop": crop(0.7, 0.55, 0.21, -0.3),
        "crop-bicubic": crop(0.7, 0.55, 0.21, -0.3, "bicubic").clamp(0, 1),
        # The interior only: torchvision's outermost pixels do not look beyond the crop, a sampling of the image does.
        "resized-crop": V.resized_crop(x, 2, 3, 4, 4, [8, 8], antialias=False)[:, :, 1:-1, 1:-1],
        "resize-12": resize(12, InterpolationMode.BILINEAR),
        "resize-6": resize(6, InterpolationMode.BILINEAR),
        "resize-12-bicubic": resize(12, InterpolationMode.BICUBIC).clamp(0, 1),
        "brightness": V.adjust_brightness(x, 1.3),
        "contrast": V.adjust_contrast(x, 0.7),
        "saturation": V.adjust_saturation(x, 1.4),
        "hue": V.adjust_hue(x, 0.1),
        "hue-back": V.adjust_hue(x, -0.35),
        "grayscale": V.rgb_to_grayscale(x, num_output_channels=3),
        **{f"jitter-{order}": jitter(order) for order in ("0123", "3210", "1302", "2031")},
        "blur": V.gaussian_blur(x, [3, 3], [0.8, 0.8]),
        # As wide as for a view of 40 pixels; every seventh element.
        "blur-wide": V.gaussian_blur(resize(40, InterpolationMode.BILINEAR), [5, 5], [1.7, 1.7]).flatten()[::7],
        "solarize": V.solarize(x, 0.5),
        "all": V.solarize(
            V.gaussian_blur(V.rgb_to_grayscale(jitter("3021"), num_output_channels=3), [3, 3], [0.6, 0.6]), 0.5
        ),
    },
)
