"""Writes small images of every format and variant that is read, and the pixels they stand for.

    python schemas/src/test/golden/images.py schemas/src/test/resources/golden/images

Made with Python 3.11, Pillow 13.0.0 (libjpeg-turbo 3.2.0, libwebp 1.6.0, libtiff 4.7.2) and NumPy 2.4.6. The expected
pixels are Pillow's, or follow from the samples that were written; they are stored as PPM, which needs no decoder.
index.csv has a line per image: file, media type, width and height as stored, expected pixels, and the mean difference
per sample that is allowed (0 where the format loses nothing).
"""

import io
import pathlib
import struct
import sys
import zlib

import numpy as np
from PIL import Image, ImageDraw, ImageOps, TiffImagePlugin

WIDTH, HEIGHT = 24, 16
OUT = pathlib.Path(sys.argv[1])
INDEX = []
MEDIA = {"jpg": "jpeg", "tif": "tiff"}


def picture():
    """Smooth, with an edge and no symmetry, so that a wrong turn or a swapped channel shows."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    rgb = np.stack([x * 10, y * 15, (x + y) * 6], axis=-1).astype(np.uint8)
    image = Image.fromarray(rgb, "RGB")
    ImageDraw.Draw(image).rectangle([2, 2, 7, 5], fill=(250, 30, 60))
    return image


def smooth():
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    return Image.fromarray(np.stack([x * 5 + 60, y * 5 + 90, 200 - x * 2 - y * 2], axis=-1).astype(np.uint8), "RGB")


def alpha():
    """Opaque on the left, transparent on the right."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    return Image.fromarray(np.clip(300 - x * 14, 0, 255).astype(np.uint8), "L")


def on_white(image):
    rgba = np.asarray(image.convert("RGBA")).astype(np.int32)
    value, a = rgba[..., :3], rgba[..., 3:]
    return ((value * a + 255 * (255 - a) + 127) // 255).astype(np.uint8)


def ppm(name, pixels):
    pixels = np.asarray(pixels, dtype=np.uint8)
    header = b"P6\n%d %d\n255\n" % (pixels.shape[1], pixels.shape[0])
    (OUT / f"{name}.ppm").write_bytes(header + pixels.tobytes())


def add(file, data, expected, tolerance=0.0, size=(WIDTH, HEIGHT)):
    """Stores an image. `expected` is the name of pixels stored before, or new pixels."""
    if not isinstance(expected, str):
        name = file.replace(".", "-")
        ppm(name, expected)
        expected = name
    (OUT / file).write_bytes(data)
    kind = file.rsplit(".", 1)[1]
    INDEX.append(f"{file},image/{MEDIA.get(kind, kind)},{size[0]},{size[1]},{expected}.ppm,{tolerance}")


def save(image, kind, **options):
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def reopened(data):
    return on_white(ImageOps.exif_transpose(Image.open(io.BytesIO(data))))


def add_as_pillow_reads_it(file, data, tolerance=0.0):
    add(file, data, reopened(data), tolerance)


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(rows, depth, color, width=WIDTH, height=HEIGHT, interlace=0, before=b""):
    """A PNG of packed rows, each of them without a filter."""
    head = struct.pack(">IIBBBBB", width, height, depth, color, 0, 0, interlace)
    body = zlib.compress(b"".join(b"\0" + row for row in rows), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + before + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def jpegs(rgb):
    add_as_pillow_reads_it("baseline.jpg", save(rgb, "JPEG", quality=90, subsampling=0), 1)
    add_as_pillow_reads_it("subsampled.jpg", save(rgb, "JPEG", quality=90, subsampling=2), 1)
    add_as_pillow_reads_it("progressive.jpg", save(rgb, "JPEG", quality=90, progressive=True), 1)
    add_as_pillow_reads_it("grey.jpg", save(rgb.convert("L"), "JPEG", quality=90), 1)
    add_as_pillow_reads_it("rgb.jpg", save(rgb, "JPEG", quality=90, keep_rgb=True), 1)
    add_as_pillow_reads_it("cmyk.jpg", save(rgb.convert("CMYK"), "JPEG", quality=95), 1)
    add_as_pillow_reads_it("ycck.jpg", ycck(rgb), 2)
    plain = save(rgb, "JPEG", quality=90, subsampling=0)
    assert plain[2:4] == b"\xff\xe0"
    add("without-jfif.jpg", plain[:2] + plain[20:], "baseline-jpg", 1)
    for turn in range(1, 9):
        exif = Image.Exif()
        exif[0x0112] = turn
        data = save(rgb, "JPEG", quality=90, subsampling=0, exif=exif)
        add_as_pillow_reads_it(f"orientation-{turn}.jpg", data, 1)


def ycck(rgb):
    """CMYK whose first three channels went through the YCbCr transform, as Photoshop writes it."""
    c, m, y, k = (np.asarray(band) for band in gcr(rgb))
    # The transform takes 255 - C for R, and Photoshop's inks are inverted already: R is C itself.
    transformed = Image.fromarray(np.stack([c, m, y], axis=-1), "RGB").convert("YCbCr")
    # Pillow inverts what it writes.
    planes = [255 - np.asarray(band) for band in transformed.split()] + [k]
    data = save(Image.fromarray(np.stack(planes, axis=-1), "CMYK"), "JPEG", quality=95)
    at = data.index(b"Adobe") + 11
    assert data[at] == 0
    return data[:at] + b"\2" + data[at + 1 :]


def gcr(rgb):
    """Inks with black in them; Pillow's own conversion uses none."""
    inks = 255 - np.asarray(rgb).astype(np.int32)
    k = inks.min(axis=-1)
    rest = np.where(k[..., None] == 255, 0, (inks - k[..., None]) * 255 // np.maximum(1, 255 - k[..., None]))
    return Image.fromarray(np.concatenate([rest, k[..., None]], axis=-1).astype(np.uint8), "CMYK").split()


def pngs(rgb, rgba):
    pixels = np.asarray(rgb)
    add("rgb.png", save(rgb, "PNG"), "rgb")
    add("rgba.png", save(rgba, "PNG"), "rgba")
    add_as_pillow_reads_it("grey.png", save(rgb.convert("L"), "PNG"))
    add_as_pillow_reads_it("grey-alpha.png", save(rgba.convert("LA"), "PNG"))
    add_as_pillow_reads_it("bilevel.png", save(rgb.convert("1"), "PNG"))
    for colors in (2, 4, 16, 200):
        add_as_pillow_reads_it(f"palette-{colors}.png", save(rgb.quantize(colors), "PNG"))
    palette = rgb.quantize(16)
    add_as_pillow_reads_it("palette-transparent.png", save(palette, "PNG", transparency=bytes(range(0, 256, 16))))
    add_as_pillow_reads_it("rgb-transparent.png", save(rgb, "PNG", transparency=(250, 30, 60)))
    add_as_pillow_reads_it("grey-transparent.png", save(rgb.convert("L"), "PNG", transparency=100))
    add("text-and-profile.png", png([r.tobytes() for r in pixels], 8, 2, before=metadata()), "rgb")
    indexed = save(palette, "PNG")
    add("palette-text.png", indexed[:33] + metadata() + indexed[33:], reopened(indexed))
    wide = pixels.astype(np.uint16) * 257
    add("rgb-16.png", png([r.astype(">u2").tobytes() for r in wide], 16, 2), "rgb")
    wide_alpha = np.concatenate([wide, np.asarray(alpha()).astype(np.uint16)[..., None] * 257], axis=-1)
    add("rgba-16.png", png([r.astype(">u2").tobytes() for r in wide_alpha], 16, 6), "rgba")
    grey = wide[..., 0] + 100
    rounded = ((grey.astype(np.int64) * 255 + 32767) // 65535).astype(np.uint8)
    add("grey-16.png", png([r.astype(">u2").tobytes() for r in grey], 16, 0), np.stack([rounded] * 3, axis=-1))
    add("interlaced.png", png(adam7(pixels), 8, 2, interlace=1), "rgb")
    add("orientation-6.png", png([r.tobytes() for r in pixels], 8, 2, before=chunk(b"eXIf", exif_block(6))), turned(rgb))


def exif_block(turn):
    return struct.pack(">2sHIHHHIHHI", b"MM", 42, 8, 1, 0x0112, 3, 1, turn, 0, 0)


def turned(rgb):
    return np.asarray(rgb.transpose(Image.Transpose.ROTATE_270))


def metadata():
    return chunk(b"tEXt", b"Comment\0made by a test") + chunk(b"gAMA", struct.pack(">I", 45455))


def adam7(pixels):
    for x, y, dx, dy in ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)):
        for row in pixels[y::dy, x::dx]:
            yield row.tobytes()


def gifs(rgb):
    indexed = rgb.quantize(64)
    add_as_pillow_reads_it("palette.gif", save(indexed, "GIF", interlace=0))
    add_as_pillow_reads_it("interlaced.gif", save(indexed, "GIF", interlace=1))
    add_as_pillow_reads_it("transparent.gif", save(indexed, "GIF", transparency=5))
    frames = [indexed, rgb.transpose(Image.Transpose.ROTATE_180).quantize(64)]
    data = save(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=40, loop=0, comment=b"a test")
    add("animated.gif", data, reopened(data))


def bmp(bits, compression, body, height=HEIGHT, masks=b"", palette=b"", size=40):
    offset = 14 + size + len(masks) + len(palette)
    head = struct.pack("<IiiHHIIiiII", size, WIDTH, height, 1, bits, compression, len(body), 0, 0, len(palette) // 4, 0)
    return struct.pack("<2sIHHI", b"BM", offset + len(body), 0, 0, offset) + head + masks + palette + body


def bmps(rgb):
    pixels = np.asarray(rgb)
    add("rgb.bmp", save(rgb, "BMP"), "rgb")
    indexed = rgb.quantize(200)
    add_as_pillow_reads_it("palette.bmp", save(indexed, "BMP"))
    add_as_pillow_reads_it("bilevel.bmp", save(rgb.convert("1"), "BMP"))
    add("top-down.bmp", bmp(24, 0, pixels[..., ::-1].tobytes(), height=-HEIGHT), "rgb")
    padded = np.concatenate([pixels[::-1, :, ::-1], np.zeros((HEIGHT, WIDTH, 1), np.uint8)], axis=-1)
    add("padded-32.bmp", bmp(32, 0, padded.tobytes()), "rgb")
    five = pixels.astype(np.uint16)
    packed = (five[..., 0] >> 3) << 11 | (five[..., 1] >> 2) << 5 | five[..., 2] >> 3
    data = bmp(16, 3, packed[::-1].astype("<u2").tobytes(), masks=struct.pack("<III", 0xF800, 0x7E0, 0x1F))
    add_as_pillow_reads_it("565.bmp", data, 1)
    rows = np.asarray(indexed)[::-1]
    runs = b"".join(b"".join(bytes([1, value]) for value in row) + b"\0\0" for row in rows) + b"\0\1"
    colors = np.array(indexed.getpalette()[: 200 * 3], np.uint8).reshape(-1, 3)[:, ::-1]
    table = np.concatenate([colors, np.zeros((len(colors), 1), np.uint8)], axis=-1).tobytes()
    add("rle.bmp", bmp(8, 1, runs, palette=table), "palette-bmp")


def webps(rgb, rgba):
    # libwebp smooths the halved colour channels, the decoder here repeats them: it shows at sharp edges only.
    add_as_pillow_reads_it("lossy.webp", save(rgb, "WEBP", quality=90), 5)
    add_as_pillow_reads_it("lossy-smooth.webp", save(smooth(), "WEBP", quality=95), 2)
    add("lossless.webp", save(rgb, "WEBP", lossless=True), "rgb")
    add_as_pillow_reads_it("lossy-alpha.webp", save(rgba, "WEBP", quality=90), 5)
    add("lossless-alpha.webp", save(rgba, "WEBP", lossless=True, exact=True), "rgba")
    add("palette.webp", save(rgb.quantize(8).convert("RGB"), "WEBP", lossless=True), on_white(rgb.quantize(8)))
    frames = [rgb, rgb.transpose(Image.Transpose.ROTATE_180)]
    add("animated.webp", save(frames[0], "WEBP", save_all=True, append_images=frames[1:], lossless=True), "rgb")
    exif = Image.Exif()
    exif[0x0112] = 6
    add("orientation-6.webp", save(rgb, "WEBP", lossless=True, exif=exif), turned(rgb))


def tiffs(rgb, rgba):
    add("rgb.tif", save(rgb, "TIFF"), "rgb")
    for compression in ("tiff_lzw", "tiff_adobe_deflate", "packbits"):
        add(f"{compression.replace('_', '-')}.tif", save(rgb, "TIFF", compression=compression), "rgb")
    add("predictor.tif", save(rgb, "TIFF", compression="tiff_lzw", tiffinfo={317: 2}), "rgb")
    add("rgba.tif", save(rgba, "TIFF"), "rgba")
    add_as_pillow_reads_it("grey.tif", save(rgb.convert("L"), "TIFF"))
    add_as_pillow_reads_it("palette.tif", save(rgb.quantize(200), "TIFF"), 1)
    add_as_pillow_reads_it("cmyk.tif", save(rgb.convert("CMYK"), "TIFF"), 1)
    for compression in ("group3", "group4"):
        add_as_pillow_reads_it(f"{compression}.tif", save(rgb.convert("1"), "TIFF", compression=compression))
    add_as_pillow_reads_it("white-is-zero.tif", save(rgb.convert("L"), "TIFF", tiffinfo={262: 0}))
    add_as_pillow_reads_it("jpeg.tif", save(rgb, "TIFF", compression="jpeg", quality=90), 1)
    grey = np.asarray(rgb)[..., 0].astype(np.uint16) * 257
    image = Image.frombytes("I;16", (WIDTH, HEIGHT), grey.astype("<u2").tobytes())
    add("grey-16.tif", save(image, "TIFF"), np.stack([np.asarray(rgb)[..., 0]] * 3, axis=-1))
    second = rgb.transpose(Image.Transpose.ROTATE_180)
    add("two-pages.tif", save(rgb, "TIFF", save_all=True, append_images=[second]), "rgb")
    add("orientation-6.tif", save(rgb, "TIFF", tiffinfo={274: 6}), turned(rgb))
    add("tiled-big-endian.tif", tiled(np.asarray(rgb)), "rgb")


def tiled(pixels):
    """Two tiles of 16 x 16, the second half outside the image."""
    tiles = [np.zeros((16, 16, 3), np.uint8) for _ in range(2)]
    tiles[0][:] = pixels[:, :16]
    tiles[1][:, :8] = pixels[:, 16:]
    data = [tile.tobytes() for tile in tiles]
    first = 8
    tags = [
        (256, 4, 1, WIDTH), (257, 4, 1, HEIGHT), (258, 3, 3, None), (259, 3, 1, 1 << 16), (262, 3, 1, 2 << 16),
        (277, 3, 1, 3 << 16), (322, 4, 1, 16), (323, 4, 1, 16), (324, 4, 2, None), (325, 4, 2, None),
    ]
    extra = first + 2 * 768
    values = {258: struct.pack(">HHH", 8, 8, 8) + b"\0\0", 324: struct.pack(">II", first, first + 768),
              325: struct.pack(">II", 768, 768)}
    body = b""
    entries = b""
    for tag, kind, count, value in tags:
        if value is None:
            value = extra + len(body)
            body += values[tag]
        entries += struct.pack(">HHII", tag, kind, count, value)
    directory = struct.pack(">H", len(tags)) + entries + struct.pack(">I", 0)
    return struct.pack(">2sHI", b"MM", 42, extra + len(body)) + b"".join(data) + body + directory


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    TiffImagePlugin.WRITE_LIBTIFF = False
    rgb = picture()
    rgba = rgb.copy()
    rgba.putalpha(alpha())
    ppm("rgb", rgb)
    ppm("rgba", on_white(rgba))
    jpegs(rgb)
    pngs(rgb, rgba)
    gifs(rgb)
    bmps(rgb)
    webps(rgb, rgba)
    tiffs(rgb, rgba)
    (OUT / "index.csv").write_text("\n".join(INDEX) + "\n")


main()
