"""Writes src/test/resources/curation/golden.csv: what imagehash and OpenCV make of pictures drawn by formula.

python3 -m venv venv && venv/bin/pip install imagehash==4.3.2 opencv-python-headless==5.0.0.93 pillow==13.0.0 scipy==1.17.1
venv/bin/python golden.py > ../../resources/curation/golden.csv

Columns: picture, its seed, width, height, imagehash.phash of the picture, the hash of its 32 x 32 cells as they are
(hexadecimal, first bit of the first row first), variance of OpenCV's Laplacian, mean and entropy of the luma histogram.
"""

import cv2
import imagehash
import numpy
import scipy.fftpack
from PIL import Image


def picture(seed, width, height):
    """Blobs and stripes; the same integers as GoldenPictures.java draws."""
    image = numpy.zeros((height, width, 3), numpy.uint8)
    for y in range(height):
        for x in range(width):
            u, v = x * 256 // width, y * 256 // height
            blob = ((u - 40 * seed) ** 2 + (v - 30 * seed) ** 2) // 64 % 256
            stripe = 60 if (u * (seed + 1) + v) // 16 % 2 else 0
            image[y, x] = ((blob + stripe) % 256, (u + 2 * v + seed * 31) // 3 % 256, (255 - blob) // 2 + stripe)
    return image


def cells_hash(gray):
    """imagehash.phash from its second step on."""
    dct = scipy.fftpack.dct(scipy.fftpack.dct(gray.astype(float), axis=0), axis=1)
    low = dct[:8, :8]
    return imagehash.ImageHash(low > numpy.median(low))


print("seed,width,height,phash,cells,sharpness,brightness,entropy")
for seed, width, height in [(1, 32, 32), (2, 32, 32), (3, 64, 48), (4, 200, 150), (5, 333, 257), (6, 640, 480)]:
    rgb = picture(seed, width, height)
    gray = cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY)
    histogram = numpy.bincount(gray.ravel(), minlength=256) / gray.size
    entropy = -sum(p * numpy.log2(p) for p in histogram if p > 0)
    cells = str(cells_hash(gray)) if (width, height) == (32, 32) else ""
    sharpness = cv2.Laplacian(gray, cv2.CV_64F).var()
    print(f"{seed},{width},{height},{imagehash.phash(Image.fromarray(rgb))},{cells},"
          f"{sharpness:.9f},{gray.mean():.9f},{entropy:.9f}")
