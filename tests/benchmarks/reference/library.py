"""The fixed set of convolutions and matrix products, as LibrarySet.cs has it."""

import time

import torch
from torch.nn import functional as F

# Items, channels in, height and width, channels out, kernel, stride, padding.
CONVOLUTIONS = [
    (16, 16, 32, 32, 4, 2, 1), (16, 128, 32, 64, 3, 1, 1), (16, 256, 8, 128, 3, 1, 1), (8, 128, 64, 32, 3, 1, 1),
    (4, 512, 32, 256, 3, 1, 1), (32, 64, 32, 64, 3, 1, 1), (32, 256, 8, 256, 3, 1, 1),
]

# Matrices, rows, inner size, columns.
PRODUCTS = [(1, 4096, 256, 256), (1, 1024, 256, 1024), (128, 256, 16, 256), (16, 8, 16, 4096)]


def least(repeats, forward):
    times = []
    for _ in range(repeats + 1):
        start = time.perf_counter()
        forward().sum().backward()
        times.append((time.perf_counter() - start) * 1000)
    return min(times[1:])


def timed(repeats):
    """Milliseconds of each entry, forward and backward, by name."""
    times = {}
    for size in CONVOLUTIONS:
        items, inputs, side, outputs, kernel, stride, padding = size
        x = torch.rand(items, inputs, side, side, requires_grad=True)
        weight = torch.rand(outputs, inputs, kernel, kernel, requires_grad=True)
        times["conv " + "x".join(map(str, size))] = least(repeats, lambda: F.conv2d(x, weight, stride=stride, padding=padding))
    for size in PRODUCTS:
        count, rows, inner, columns = size
        a = torch.rand(count, rows, inner, requires_grad=True)
        b = torch.rand(count, inner, columns, requires_grad=True)
        times["product " + "x".join(map(str, size))] = least(repeats, lambda: a @ b)
    return times
