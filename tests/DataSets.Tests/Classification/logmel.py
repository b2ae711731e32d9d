"""Writes logmel.json: log-mel pictures of a sum of two sweeps by numpy in float64, from the formulas and not from any library.

Slaney's scale (M. Slaney, Auditory Toolbox, 1998): 3 mels per 200 Hz below 1000 Hz, above it ln(6.4) / 27 a mel. Triangles of height 2 / width
between the edges, over the power of a periodic Hann window's transform, frames centred, reflected at the ends.  python3 logmel.py
"""
import json
import numpy as np

rate, samples = 16000, 4000
time = np.arange(samples) / rate
sound = (0.4 * np.sin(2 * np.pi * (200 * time + 6000 * time ** 2)) + 0.2 * np.sin(2 * np.pi * (5000 * time - 4000 * time ** 2))).astype(np.float32)


def mel(f):
    return 3 * f / 200 if f < 1000 else 15 + 27 * np.log(f / 1000) / np.log(6.4)


def hertz(m):
    return 200 * m / 3 if m < 15 else 1000 * 6.4 ** ((m - 15) / 27)


def picture(size, window, hop, mels, low, high):
    x = np.pad(sound.astype(np.float64), size // 2, mode="reflect")
    hann = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(window) / window)
    left = (size - window) // 2
    hann = np.pad(hann, (left, size - window - left))
    frames = np.stack([x[t * hop:t * hop + size] * hann for t in range(1 + samples // hop)])
    power = np.abs(np.fft.rfft(frames)) ** 2
    edges = [hertz(m) for m in np.linspace(mel(low), mel(high), mels + 2)]
    bins = np.arange(size // 2 + 1) * rate / size
    rows = []
    for a, b, c in zip(edges, edges[1:], edges[2:]):
        rows.append(np.clip(np.minimum((bins - a) / (b - a), (c - bins) / (c - b)), 0, None) * 2 / (c - a))
    return np.log(np.maximum(power @ np.array(rows).T, 1e-10)).T


cases = [(512, 400, 160, 32, 20, 8000), (256, 256, 128, 20, 0, 4000), (1024, 640, 320, 64, 50, 7600)]
json.dump([{"options": list(case), "picture": [[round(v, 6) for v in row] for row in picture(*case).tolist()]} for case in cases],
          open("logmel.json", "w"))
