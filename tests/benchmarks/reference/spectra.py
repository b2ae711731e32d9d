"""Batches of mixtures from waveforms: STFT, frequency scale, masks, weights (docs/separation.md)."""

import math

import torch
from torch.nn import functional as F


def to_linear(y):
    """The place on the linear axis of a place on the logarithmic one; both from -1 to 1."""
    return (21 ** ((y + 1) / 2) - 11) / 10


def area_matrix(bins, linear_bins):
    """Rows of means over the stretches of the linear spectrum between the midpoints to the neighbours."""

    def bin_of(row):
        return (to_linear(2 * row / (bins - 1) - 1) + 1) / 2 * (linear_bins - 1)

    matrix = torch.zeros(bins, linear_bins, dtype=torch.float64)
    edges = [-0.5] + [bin_of(row + 0.5) for row in range(bins - 1)] + [linear_bins - 0.5]
    place = torch.arange(linear_bins, dtype=torch.float64)
    for row in range(bins):
        low, high = edges[row], edges[row + 1]
        overlap = torch.clamp(torch.clamp(place + 0.5, max=high) - torch.clamp(place - 0.5, min=low), min=0)
        matrix[row] = overlap / (high - low)
    return matrix.float()


def grid(bins, frames):
    """The bilinear grid of the original, (1, bins, frames, 2)."""
    rows = to_linear(torch.linspace(-1, 1, bins, dtype=torch.float64))
    columns = torch.linspace(-1, 1, frames, dtype=torch.float64)
    return torch.stack([columns.expand(bins, frames), rows.unsqueeze(1).expand(bins, frames)], -1).float().unsqueeze(0)


class Mixtures:
    """Makes the tensors of a batch from its sources' waveforms.

    task: the options of the job's task.
    """

    def __init__(self, task, device="cpu"):
        self.size, self.hop, self.frames = task.get("nFft", 1022), task.get("hop", 256), task.get("frames", 256)
        self.bins = task.get("bins", 256)
        self.window = torch.hann_window(self.size, device=device)
        warp = task.get("warp", "auto")
        self.area = area_matrix(self.bins, self.size // 2 + 1).to(device) if warp == "area" or (warp == "auto" and self.bins < 256) else None
        self.grid = None if self.area is not None else grid(self.bins, self.frames).to(device)

    def warp(self, magnitudes):
        if self.area is not None:
            return (self.area @ magnitudes).unsqueeze(1)
        return F.grid_sample(magnitudes.unsqueeze(1), self.grid.expand(len(magnitudes), -1, -1, -1), align_corners=False)

    @torch.no_grad()
    def batch(self, waveforms, slots):
        """Input, weights and targets from the sources as they are added up, (slots * items, samples), slot by slot."""
        spectra = torch.stft(waveforms, self.size, self.hop, window=self.window, pad_mode="reflect", return_complex=True)
        mixture = spectra.view(slots, -1, *spectra.shape[1:]).sum(0)
        mixed = self.warp(mixture.abs() + 1e-10)
        logarithm = torch.log1p(mixed)
        targets = (self.warp(spectra.abs()) / mixed.repeat(slots, 1, 1, 1)).clamp_(0, 5)
        return {"input": logarithm, "weights": logarithm.clamp(0.001, 10), "targets": targets}


def wave_length(task):
    """Samples of a clip that fill its frames."""
    return task.get("hop", 256) * (task.get("frames", 256) - 1)


assert math.isclose(to_linear(1.0), 1.0)
