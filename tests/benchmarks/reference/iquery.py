"""iQuery as ContAV-Sep has it (docs/separation.md, "iQuery"), with the official names of its parameters."""

import math

import torch
from torch import nn
from torch.nn import functional as F


class SoundNet(nn.Module):
    """The audio U-Net. channels: of each stage on the way down; outputs: of the sound features."""

    def __init__(self, channels, outputs, latent_stage):
        super().__init__()
        self.stages, self.latent_stage = len(channels), latent_stage
        self.bn0 = nn.BatchNorm2d(1)
        for stage in range(1, self.stages + 1):
            inner = 1 < stage < self.stages
            wide = channels[stage - 1]
            setattr(self, f"downconv{stage}", nn.Conv2d(1 if stage == 1 else channels[stage - 2], wide, 4, 2, 1, bias=False))
            if inner:
                setattr(self, f"downnorm{stage}", nn.BatchNorm2d(wide))
            narrow = outputs if stage == 1 else channels[stage - 2]
            setattr(self, f"upconv{stage}", nn.Conv2d(wide if stage == self.stages else 2 * wide, narrow, 3, 1, 1, bias=False))
            if stage > 1:
                setattr(self, f"upnorm{stage}", nn.BatchNorm2d(narrow))

    def forward(self, x):
        """Sound features and latent of log magnitudes (B, 1, H, W)."""
        skips = []
        x = self.bn0(x)
        for stage in range(1, self.stages + 1):
            if stage > 1:
                x = F.leaky_relu(x, 0.2, inplace=True)
            x = getattr(self, f"downconv{stage}")(x)
            if 1 < stage < self.stages:
                x = getattr(self, f"downnorm{stage}")(x)
            skips.append(x)
        for stage in range(self.stages, 0, -1):
            if stage < self.stages:
                x = torch.cat([skips[stage - 1], x], 1)
            x = F.interpolate(F.relu(x, inplace=True), scale_factor=2.0, mode="nearest")
            x = getattr(self, f"upconv{stage}")(x)
            if stage > 1:
                x = getattr(self, f"upnorm{stage}")(x)
            if stage == self.latent_stage:
                latent = x
        return x, latent


def plane_code(height, width, channels):
    """Sine codes of a plane, (1, height * width, channels): the first half for the row, the second for the column."""
    half = channels // 2
    rate = 10000 ** (2 * torch.div(torch.arange(half), 2, rounding_mode="floor").double() / half)

    def code(count):
        angle = (torch.arange(1, count + 1).double() / (count + 1e-6) * 2 * math.pi).unsqueeze(1) / rate
        return torch.where(torch.arange(half) % 2 == 0, angle.sin(), angle.cos())

    rows, columns = code(height), code(width)
    both = torch.cat([rows.unsqueeze(1).expand(-1, width, -1), columns.unsqueeze(0).expand(height, -1, -1)], -1)
    return both.reshape(1, height * width, channels).float()


def step_code(length, channels):
    """Sine codes of a sequence, (1, length, channels)."""
    rate = torch.exp(-2 * torch.div(torch.arange(channels), 2, rounding_mode="floor").double() * math.log(10000) / channels)
    angle = torch.arange(length).double().unsqueeze(1) * rate
    return torch.where(torch.arange(channels) % 2 == 0, angle.sin(), angle.cos()).unsqueeze(0).float()


def attention(width, heads):
    return nn.MultiheadAttention(width, heads, batch_first=True)


def attend(block, queries, keys, values):
    return block(queries, keys, values, need_weights=False)[0]


class EncoderLayer(nn.Module):
    def __init__(self, width, heads, wide):
        super().__init__()
        self.self_attn = attention(width, heads)
        self.linear1, self.linear2 = nn.Linear(width, wide), nn.Linear(wide, width)
        self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)

    def forward(self, x, position):
        placed = x + position
        x = self.norm1(x + attend(self.self_attn, placed, placed, x))
        return self.norm2(x + self.linear2(F.relu(self.linear1(x), inplace=True)))


class DecoderLayer(nn.Module):
    """The first attends to motion, the others to each other and then to the sound."""

    def __init__(self, width, heads, wide, motion, unused):
        super().__init__()
        if motion or unused:
            self.cross_attn_motion, self.norm4 = attention(width, heads), nn.LayerNorm(width)
        if not motion or unused:
            self.self_attn, self.multihead_attn = attention(width, heads), attention(width, heads)
            self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.linear1, self.linear2, self.norm3 = nn.Linear(width, wide), nn.Linear(wide, width), nn.LayerNorm(width)

    def wide(self, targets):
        return self.norm3(targets + self.linear2(F.relu(self.linear1(targets), inplace=True)))

    def watch(self, targets, codes, motion, position):
        seen = attend(self.cross_attn_motion, targets + codes, motion + position, motion)
        return self.wide(self.norm4(targets + seen))

    def listen(self, targets, codes, memory, placed_memory, slots):
        placed = targets + codes
        targets = self.norm1(targets + attend(self.self_attn, placed, placed, targets))
        # The slots of a mixture ask the same memory, whose keys and values are computed once.
        rows, count, width = targets.shape
        asked = (targets + codes).view(slots, -1, count, width).transpose(0, 1).reshape(-1, slots * count, width)
        heard = attend(self.multihead_attn, asked, placed_memory, memory)
        heard = heard.view(-1, slots, count, width).transpose(0, 1).reshape(rows, count, width)
        return self.wide(self.norm2(targets + heard))


class Layers(nn.Module):
    def __init__(self, layers, norm=None):
        super().__init__()
        self.layers = nn.ModuleList(layers)
        if norm is not None:
            self.norm = norm


class MaskFormer(nn.Module):
    """The query transformer. sizes: the options of the job's separator."""

    def __init__(self, sizes, channels, queries, object_size, motion_size):
        super().__init__()
        width, heads, wide = sizes["hidden"], sizes["heads"], sizes["feedForward"]
        self.transformer = nn.Module()
        self.transformer.encoder = Layers(EncoderLayer(width, heads, wide) for _ in range(sizes["encoderLayers"]))
        self.transformer.decoder = Layers(
            (DecoderLayer(width, heads, wide, layer == 0, sizes["unusedBlocks"]) for layer in range(sizes["decoderLayers"])),
            nn.LayerNorm(width))
        self.query_embed = nn.Embedding(queries, width)
        self.mask_embed = Layers([nn.Linear(width, width), nn.Linear(width, width), nn.Linear(width, sizes["maskDim"])])
        self.down, self.objproj = nn.Conv1d(motion_size, width, 1), nn.Conv1d(object_size, width, 1)
        self.input_proj = nn.Conv1d(channels, width, 1) if channels != width else None
        self.codes = {}

    def code(self, name, make, like):
        if name not in self.codes:
            self.codes[name] = make().to(like.device)
        return self.codes[name]

    def forward(self, features, latent, objects, motion, classes, slots):
        """Mask logits (rows, 1, H, W) and the embeddings of sound, motion and object, (rows, width) each."""
        rows, width = len(classes), self.query_embed.weight.shape[1]
        height, across = latent.shape[2:]
        tokens = latent.flatten(2)
        if self.input_proj is not None:
            tokens = self.input_proj(tokens)
        position = self.code("plane", lambda: plane_code(height, across, width), tokens)
        memory = tokens.transpose(1, 2)
        for layer in self.transformer.encoder.layers:
            memory = layer(memory, position)

        objects = self.objproj(objects.unsqueeze(-1)).squeeze(-1)
        motion = self.down(motion).transpose(1, 2)
        steps = self.code("steps", lambda: step_code(motion.shape[1], width), tokens)
        queries = self.query_embed.weight
        place = torch.arange(rows, device=classes.device)
        targets = objects.new_zeros(rows, len(queries), width)
        targets[place, classes] = objects
        decoder = self.transformer.decoder
        targets = decoder.layers[0].watch(targets, queries, motion, steps)
        placed_memory = memory + position
        for layer in decoder.layers[1:]:
            targets = layer.listen(targets, queries, memory, placed_memory, slots)
        asked = decoder.norm(targets[place, classes])
        weights = asked
        for index, layer in enumerate(self.mask_embed.layers):
            weights = layer(weights)
            if index < 2:
                weights = F.relu(weights, inplace=True)
        weights = weights.view(slots, -1, weights.shape[1]).transpose(0, 1)
        logits = torch.bmm(weights, features.flatten(2)).transpose(0, 1).reshape(rows, 1, *features.shape[2:])
        return logits, asked, motion.mean(1), objects


class IQuery(nn.Module):
    """Both networks. sizes: the options of the job's separator."""

    DEFAULTS = {
        "downs": 7, "baseChannels": 64, "channels": [], "maskDim": 32, "latentStage": 4, "hidden": 256, "heads": 8, "feedForward": 1024,
        "encoderLayers": 1, "decoderLayers": 4, "unusedBlocks": True,
    }

    def __init__(self, options, queries, object_size, motion_size):
        super().__init__()
        sizes = {**self.DEFAULTS, **options}
        channels = sizes["channels"] or [sizes["baseChannels"] << min(stage, 3) for stage in range(sizes["downs"])]
        self.sound = SoundNet(channels, sizes["maskDim"], sizes["latentStage"])
        self.maskformer = MaskFormer(sizes, channels[sizes["latentStage"] - 2], queries, object_size, motion_size)

    def forward(self, sound, objects, motion, classes, slots=2):
        """Masks of all rows, slot by slot, and the three embeddings."""
        features, latent = self.sound(sound)
        logits, *embeddings = self.maskformer(features, latent, objects, motion, classes, slots)
        return logits.float().sigmoid(), embeddings

    @torch.no_grad()
    def ask(self, sound, objects, motion, classes, rows):
        """The same for certain rows only, each with a copy of its mixture's sound: how a teacher is asked about old sources."""
        items, of_row = torch.unique(rows % len(sound), return_inverse=True)
        features, latent = self.sound(sound if len(items) == len(sound) else sound[items])
        logits, *embeddings = self.maskformer(features[of_row], latent[of_row], objects[rows], motion[rows], classes[rows], 1)
        return logits.float().sigmoid(), embeddings
