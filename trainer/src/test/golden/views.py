"""Writes ../resources/golden/views.txt: crops by torch's grid_sample and colours by torchvision.transforms.v2.functional.

The image is uint8 [1, 3, 8, 8], 127.5 + 127.5 wave(192, 0.9), rounded down. Every result is before normalization, 0..1.
Run from this folder: python views.py
"""

import torch
import torch.nn.functional as F
import torchvision.transforms.v2.functional as V

from golden import wave, write

image = (127.5 + 127.5 * wave(3 * 8 * 8, 0.9).double()).floor().to(torch.uint8).reshape(1, 3, 8, 8)
x = image.float() / 255


def crop(width, height, cx, cy):
    """Samples at the centres of the output's pixels, written out instead of affine_grid."""
    ticks = (torch.arange(8) * 2 + 1) / 8 - 1
    gx = (cx + width * ticks).expand(8, 8)
    gy = (cy + height * ticks).reshape(8, 1).expand(8, 8)
    return F.grid_sample(x, torch.stack([gx, gy], -1)[None], "bilinear", "border", align_corners=False)


write(
    "views",
    {
        "quadrant": crop(0.5, 0.5, -0.5, 0.5),
        "crop": crop(0.7, 0.55, 0.21, -0.3),
        "brightness": V.adjust_brightness(x, 1.3),
        "contrast": V.adjust_contrast(x, 0.7),
        "saturation": V.adjust_saturation(x, 1.4),
        "hue": V.adjust_hue(x, 0.1),
        "hue-back": V.adjust_hue(x, -0.35),
        "grayscale": V.rgb_to_grayscale(x, num_output_channels=3),
        "jitter": V.adjust_hue(
            V.adjust_saturation(V.adjust_contrast(V.adjust_brightness(x, 0.8), 1.2), 0.9), -0.05
        ),
    },
)
