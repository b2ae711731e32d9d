#!/usr/bin/env python3
"""Writes references.json and the pictures beside it: references.py FOLDER-OF-INSTALLED-SETS.

Needs the Debian packages python3-numpy, python3-pil and python3-sklearn. Nothing here uses this repository's readers: letters are read by
numpy, digits by numpy, Pillow and sklearn.datasets.load_digits, turns and sizes are Pillow's, splits are computed with hashlib.
"""
import base64
import collections
import hashlib
import json
import os
import sys

import numpy
import sklearn.datasets
from PIL import Image

source, here = sys.argv[1], os.path.dirname(os.path.abspath(__file__))
result = {}


def place(name, seed=0):
    return int.from_bytes(hashlib.sha256(f"{seed}/{name}".encode()).digest()[:8], "big") / 2.0**64


def split(name, seed=0, validation=0.1, test=0.2):
    at = place(name, seed)
    return "test" if at < test else "validation" if at < test + validation else "train"


# Letters: ids are LETTER-N.N...; equal numbers go with the id that comes first.
with open(f"{source}/letters/letter-recognition.data") as file:
    rows = [line.strip().split(",") for line in file]
first = {}
for row in rows:
    name, key = f"{row[0]}-{'.'.join(row[1:])}", tuple(row[1:])
    first[key] = min(first.get(key, name), name)
parts = [split(first[tuple(row[1:])]) for row in rows]
values = numpy.array([row[1:] for row in rows], float)
train = values[[part == "train" for part in parts]]
result["letters"] = {
    "counts": [sum(row[0] == chr(65 + k) for row in rows) for k in range(26)],
    "different": len(first),
    "splits": {part: [sum(p == part and r[0] == chr(65 + k) for p, r in zip(parts, rows)) for k in range(26)]
               for part in ("train", "validation", "test")},
    "sums": values.sum(0).tolist(),
    "mean": train.mean(0).tolist(),
    "deviation": train.std(0).tolist(),
}


# Digits: the digest of all pixels, digit by digit in the order of the source.
def describe(digits):
    flat = [numpy.asarray(pictures).astype(numpy.uint8) for pictures in digits]
    return {
        "counts": [len(pictures) for pictures in flat],
        "sha256": hashlib.sha256(b"".join(pictures.tobytes() for pictures in flat)).hexdigest(),
        "embedded": hashlib.sha256(b"".join(pictures[:40].tobytes() for pictures in flat)).hexdigest(),
    }


def mnist(digit):
    with open(f"{source}/mnist/{digit}.json") as file:
        return numpy.rint(numpy.array(json.load(file)["data"]) * 255).reshape(-1, 28, 28)


sheet = numpy.array(Image.open(f"{source}/opencv/digits.png"))
small = sklearn.datasets.load_digits()
result["mnist"] = describe([mnist(digit) for digit in range(10)])
result["opencv"] = describe([[sheet[20 * r:20 * r + 20, 20 * c:20 * c + 20] for r in range(5 * d, 5 * d + 5) for c in range(100)]
                             for d in range(10)])
result["sklearn"] = describe([small.images[small.target == digit] for digit in range(10)])

# Turns: Pillow's bilinear rotation of float pictures, counter-clockwise.
picture = Image.fromarray((mnist(4)[7] / 255).astype(numpy.float32), "F")
result["turned"] = {str(angle): numpy.array(picture.rotate(angle, Image.BILINEAR)).reshape(-1).round(6).tolist()
                    for angle in (30, -75.5)}

# Places in [0, 1) by name and seed, from hashlib.
result["places"] = [[name, seed, place(name, seed)]
                    for name, seed in (("mnist-3-0000", 0), ("mnist-3-0000", 5), ("Tier/\u00e4.png", 0))]

# Sizes: Pillow's bilinear reduction, after laying the picture on white.
random = numpy.random.default_rng(7)
y, x = numpy.mgrid[0:23, 0:37]
alpha = numpy.clip(255 - 20 * numpy.hypot(x - 18, y - 11), 0, 255)
noise = random.integers(0, 60, (23, 37))
made = {
    "transparent.png": Image.fromarray(numpy.dstack([x * 6, y * 10, 100 + noise, alpha]).astype(numpy.uint8), "RGBA"),
    "grey.png": Image.fromarray((numpy.hypot(*numpy.mgrid[0:50, 0:31]) * 4 % 256).astype(numpy.uint8), "L"),
    "small.png": Image.fromarray(random.integers(0, 256, (6, 9, 3)).astype(numpy.uint8), "RGB"),
}
result["fitted"] = collections.defaultdict(dict)
for name, image in made.items():
    image.save(os.path.join(here, "Pictures", name))
    white = Image.new("RGBA", image.size, (255, 255, 255, 255))
    for mode in ("RGB", "L"):
        plain = Image.alpha_composite(white, image.convert("RGBA")).convert("RGB").convert(mode)
        wide, high = plain.size
        side = min(wide, high)
        left, top = (wide - side) / 2, (high - side) / 2
        crop = plain.resize((16, 16), Image.BILINEAR, box=(left, top, left + side, top + side))
        stretch = plain.resize((16, 16), Image.BILINEAR)
        scale = 16 / max(wide, high)
        to = (round(wide * scale), round(high * scale))
        pad = Image.new(mode, (16, 16), "white")
        pad.paste(plain.resize(to, Image.BILINEAR), ((16 - to[0]) // 2, (16 - to[1]) // 2))
        for fit, done in (("crop", crop), ("stretch", stretch), ("pad", pad)):
            planes = numpy.array(done).reshape(16, 16, -1).transpose(2, 0, 1)
            result["fitted"][f"{name} {mode} {fit}"] = base64.b64encode(planes.tobytes()).decode()

with open(os.path.join(here, "references.json"), "w") as file:
    file.write("{\n" + ",\n".join(f'"{key}": {json.dumps(value)}' for key, value in result.items()) + "\n}\n")
