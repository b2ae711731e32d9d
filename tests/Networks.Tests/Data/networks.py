"""Makes networks.json: outputs of blocks and networks written in PyTorch from the papers, for parameters and inputs by a formula, so that only the
outputs have to be kept. Number i of the tensor with the name s is scale * sin(0.7 i + sum of the bytes of s) + offset, in float64, then float32:
offset 1 for names that end in "norm.weight" or "var", else 0; scale 1 for the input, 1 / sqrt(numbers of a row) for tensors of two axes or more,
0.2 for the others.
Run: python3 networks.py; made with python3-torch 1.13.1 of Debian 12."""
import json

import torch
from torch import nn
from torch.nn import functional as F


def wave(name, *shape):
    count = 1
    for size in shape:
        count *= size
    offset = 1 if name.endswith("norm.weight") or name.endswith("var") else 0
    scale = 1 if name == "input" else (count // shape[0]) ** -0.5 if len(shape) > 1 else 0.2
    values = scale * torch.sin(0.7 * torch.arange(count, dtype=torch.float64) + sum(name.encode())) + offset
    return values.to(torch.float32).reshape(*shape)


def fill(module):
    with torch.no_grad():
        for name, tensor in list(module.named_parameters()) + list(module.named_buffers()):
            if name.endswith("num_batches_tracked"):
                continue
            tensor.copy_(wave(name, *tensor.shape))


class Block(nn.Module):
    """Basic block of He et al.; option A pads zeros, option B projects."""

    def __init__(self, inputs, outputs, stride, project):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.conv1norm = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.conv2norm = nn.BatchNorm2d(outputs)
        self.stride, self.added = stride, outputs - inputs
        self.shortcut = self.shortcutnorm = None
        if project and (stride > 1 or inputs != outputs):
            self.shortcut = nn.Conv2d(inputs, outputs, 1, stride, bias=False)
            self.shortcutnorm = nn.BatchNorm2d(outputs)

    def forward(self, x):
        y = self.conv2norm(self.conv2(F.relu(self.conv1norm(self.conv1(x)))))
        if self.shortcut is not None:
            x = self.shortcutnorm(self.shortcut(x))
        elif self.stride > 1 or self.added:
            # As in the authors' description: subsampling, then zeros for the added maps.
            x = F.avg_pool2d(x, 1, self.stride)
            x = torch.cat([x] + [torch.zeros_like(x[:, :1])] * self.added, 1)
        return F.relu(y + x)


class ResNet(nn.Module):
    def __init__(self, channels, blocks, widths, project):
        super().__init__()
        self.stem = nn.Conv2d(channels, widths[0], 3, 1, 1, bias=False)
        self.stemnorm = nn.BatchNorm2d(widths[0])
        stages = []
        for k, (count, width) in enumerate(zip(blocks, widths)):
            first = widths[max(0, k - 1)]
            stages.append(nn.Sequential(*[Block(first if b == 0 else width, width, 2 if k > 0 and b == 0 else 1, project) for b in range(count)]))
        self.stages = nn.ModuleList(stages)

    def forward(self, x):
        x = F.relu(self.stemnorm(self.stem(x)))
        for stage in self.stages:
            x = stage(x)
        return F.adaptive_avg_pool2d(x, 1).flatten(1)


class ConvNet(nn.Module):
    """Convolution, batch norm, ReLU, maximum, once a block; then all values of all pixels."""

    def __init__(self, channels, widths):
        super().__init__()
        self.convs = nn.ModuleList(nn.Conv2d(i, o, 3, 1, 1, bias=False) for i, o in zip([channels] + widths, widths))
        for k, width in enumerate(widths):
            setattr(self, f"conv{k}norm", nn.BatchNorm2d(width))

    def forward(self, x):
        for k, conv in enumerate(self.convs):
            x = F.max_pool2d(F.relu(getattr(self, f"conv{k}norm")(conv(x))), 2, 2)
        return x.flatten(1)


class Transformer(nn.Module):
    """PyTorch's own encoder layers, norm first, between a patch convolution and a last norm."""

    def __init__(self, size, patch, width, depth, heads, channels):
        super().__init__()
        self.patches = nn.Conv2d(channels, width, patch, patch)
        self.class_token = nn.Parameter(torch.zeros(1, 1, width))
        self.positions = nn.Parameter(torch.zeros(1, 1 + (size // patch) ** 2, width))
        self.blocks = nn.ModuleList(
            nn.TransformerEncoderLayer(width, heads, 4 * width, dropout=0, activation="gelu", layer_norm_eps=1e-6, batch_first=True, norm_first=True)
            for _ in range(depth))
        self.lastnorm = nn.LayerNorm(width, eps=1e-6)

    def forward(self, x):
        tokens = self.patches(x).flatten(2).transpose(1, 2)
        x = torch.cat([self.class_token.expand(len(x), -1, -1), tokens], 1) + self.positions
        for block in self.blocks:
            x = block(x)
        return self.lastnorm(x)


def output(module, x, train=False):
    fill(module)
    module.train(train)
    # Gradients on: PyTorch then takes the plain path through encoder layers.
    return module(x).detach().double().flatten().tolist()


small, large = ResNet(3, [1, 1, 1], [16, 32, 64], False), ResNet(1, [2, 2, 2, 2], [4, 8, 16, 32], True)
conv = ConvNet(3, [4, 6])
vit = Transformer(8, 4, 12, 2, 3, 3)
result = {
    "small": output(small, wave("input", 2, 3, 12, 12)),
    "small, training": output(small, wave("input", 2, 3, 12, 12), train=True),
    "projected": output(large, wave("input", 2, 1, 16, 16)),
    "conv": output(conv, wave("input", 2, 3, 10, 13)),
    "conv, training": output(conv, wave("input", 2, 3, 10, 13), train=True),
    "vit": output(vit, wave("input", 2, 3, 8, 8)),
}
json.dump({name: [round(value, 8) for value in values] for name, values in result.items()}, open("networks.json", "w"), indent=0)
