#!/usr/bin/env python3
"""Makes the embedded parts from the installed sets: make.py FOLDER-OF-INSTALLED-SETS (needs numpy and Pillow).

Digits: the first 40 pictures of each digit as one grey PNG, a row a digit, values as they are (0 to 255; scikit-learn's 0 to 16).
Letters: of each letter the first 40 lines whose numbers occur once in the whole file.
"""
import collections
import gzip
import json
import os
import sys

import numpy
from PIL import Image

source, target = sys.argv[1], os.path.dirname(os.path.abspath(__file__))


def sheet(name, digits):
    rows = [numpy.hstack(pictures[:40]) for pictures in digits]
    Image.fromarray(numpy.vstack(rows).astype(numpy.uint8), "L").save(os.path.join(target, name), optimize=True)


def mnist(digit):
    with open(f"{source}/mnist/{digit}.json") as file:
        return list(numpy.rint(numpy.array(json.load(file)["data"]) * 255).reshape(-1, 28, 28))


sheet("mnist.png", [mnist(digit) for digit in range(10)])
opencv = numpy.array(Image.open(f"{source}/opencv/digits.png"))
sheet("opencv.png", [[opencv[100 * d:100 * d + 20, 20 * c:20 * c + 20] for c in range(40)] for d in range(10)])
table = numpy.loadtxt(gzip.open(f"{source}/sklearn/digits.csv.gz"), delimiter=",")
sheet("sklearn.png", [list(table[table[:, -1] == d][:, :-1].reshape(-1, 8, 8)) for d in range(10)])

with open(f"{source}/letters/letter-recognition.data") as file:
    lines = file.read().splitlines()
times = collections.Counter(line[2:] for line in lines)
taken = collections.Counter()
with open(os.path.join(target, "letters.data"), "w") as file:
    for line in lines:
        if times[line[2:]] == 1 and taken[line[0]] < 40:
            taken[line[0]] += 1
            file.write(line + "\n")
