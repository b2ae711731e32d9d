"""Writes what PublishedWeightsTests.cs reads: small networks under the names of torchvision and timm, and their features, by torch.

The networks are written here from the published architectures, so that neither library is needed; names are those of their releases.
torchvision.models.resnet18 (also timm's), torchvision.models.VisionTransformer, timm.models.vision_transformer.   python3 published.py
"""
import json
import struct
import torch
from torch import nn

torch.manual_seed(5)


class Block(nn.Module):
    def __init__(self, a, b, stride):
        super().__init__()
        self.conv1, self.bn1 = nn.Conv2d(a, b, 3, stride, 1, bias=False), nn.BatchNorm2d(b)
        self.conv2, self.bn2 = nn.Conv2d(b, b, 3, 1, 1, bias=False), nn.BatchNorm2d(b)
        self.downsample = nn.Sequential(nn.Conv2d(a, b, 1, stride, bias=False), nn.BatchNorm2d(b)) if stride != 1 or a != b else None

    def forward(self, x):
        y = self.bn2(self.conv2(torch.relu(self.bn1(self.conv1(x)))))
        return torch.relu(y + (x if self.downsample is None else self.downsample(x)))


class ResNet(nn.Module):
    def __init__(self, w):
        super().__init__()
        self.conv1, self.bn1 = nn.Conv2d(3, w, 7, 2, 3, bias=False), nn.BatchNorm2d(w)
        for k in range(4):
            a, b = w * 2 ** max(0, k - 1), w * 2 ** k
            setattr(self, f"layer{k + 1}", nn.Sequential(Block(a, b, 1 if k == 0 else 2), Block(b, b, 1)))
        self.fc = nn.Linear(8 * w, 5)

    def forward(self, x):
        x = nn.functional.max_pool2d(torch.relu(self.bn1(self.conv1(x))), 3, 2, 1)
        return self.layer4(self.layer3(self.layer2(self.layer1(x)))).mean((2, 3))


class EncoderBlock(nn.Module):
    def __init__(self, w, heads):
        super().__init__()
        self.ln_1, self.self_attention = nn.LayerNorm(w, eps=1e-6), nn.MultiheadAttention(w, heads, batch_first=True)
        self.ln_2, self.mlp = nn.LayerNorm(w, eps=1e-6), nn.Sequential(nn.Linear(w, 4 * w), nn.GELU(), nn.Dropout(0), nn.Linear(4 * w, w), nn.Dropout(0))

    def forward(self, x):
        y = self.ln_1(x)
        x = x + self.self_attention(y, y, y, need_weights=False)[0]
        return x + self.mlp(self.ln_2(x))


class Encoder(nn.Module):
    def __init__(self, tokens, w, depth, heads):
        super().__init__()
        self.pos_embedding = nn.Parameter(torch.randn(1, tokens, w))
        self.layers = nn.Sequential()
        for k in range(depth):
            self.layers.add_module(f"encoder_layer_{k}", EncoderBlock(w, heads))
        self.ln = nn.LayerNorm(w, eps=1e-6)

    def forward(self, x):
        return self.ln(self.layers(x + self.pos_embedding))


class VisionTransformer(nn.Module):
    def __init__(self, size, patch, w, depth, heads):
        super().__init__()
        self.class_token, self.conv_proj = nn.Parameter(torch.randn(1, 1, w)), nn.Conv2d(3, w, patch, patch)
        self.encoder = Encoder((size // patch) ** 2 + 1, w, depth, heads)
        self.heads = nn.Sequential()
        self.heads.add_module("head", nn.Linear(w, 5))

    def forward(self, x):
        x = self.conv_proj(x).flatten(2).transpose(1, 2)
        return self.encoder(torch.cat([self.class_token.expand(len(x), -1, -1), x], 1))[:, 0]


def safetensors(state, path):
    header, blobs, at = {}, [], 0
    for name, value in state.items():
        blob = value.detach().contiguous().numpy().tobytes()
        header[name] = {"dtype": {torch.float32: "F32", torch.int64: "I64"}[value.dtype], "shape": list(value.shape), "data_offsets": [at, at + len(blob)]}
        at += len(blob)
        blobs.append(blob)
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + b"".join(blobs))


resnet = ResNet(2)
for name, buffer in resnet.named_buffers():
    if name.endswith("running_mean"):
        buffer.normal_(0, 0.2)
    if name.endswith("running_var"):
        buffer.uniform_(0.5, 2)
for p in resnet.parameters():
    if p.dim() == 1:
        nn.init.normal_(p, 1, 0.2)
vit = VisionTransformer(16, 8, 8, 2, 2)
for p in vit.parameters():
    nn.init.normal_(p, 0, 0.3)
x = torch.linspace(-1, 1, 2 * 3 * 16 * 16).reshape(2, 3, 16, 16).sin()
state = resnet.state_dict()
# As in the files of torchvision before 0.2 (resnet18-5c106cde.pth), which do not count batches.
torch.save({k: v for k, v in state.items() if not k.endswith("num_batches_tracked")}, "resnet18-torchvision.pth")
safetensors(state, "resnet18-timm.safetensors")
torch.save(vit.state_dict(), "vit-torchvision.pth")
names = {"class_token": "cls_token", "encoder.pos_embedding": "pos_embed"}
timm = {}
for k, v in vit.state_dict().items():
    k = names.get(k, k).replace("conv_proj", "patch_embed.proj").replace("encoder.layers.encoder_layer_", "blocks.").replace("encoder.ln", "norm")
    for a, b in (("ln_1", "norm1"), ("ln_2", "norm2"), ("self_attention.in_proj_", "attn.qkv."), ("self_attention.out_proj", "attn.proj"),
                 ("mlp.0", "mlp.fc1"), ("mlp.3", "mlp.fc2"), ("heads.head", "head")):
        k = k.replace(a, b)
    timm[k] = v
safetensors(timm, "vit-timm.safetensors")
# A tiny transformer for sound out of torch's own encoder layers (norm after each branch, ReLU), under the names of this project.
embed, layers = nn.Linear(32, 16), [nn.TransformerEncoderLayer(16, 2, 32, dropout=0, batch_first=True) for _ in range(2)]
tiny = {"embed.map.weight": embed.weight, "embed.map.bias": embed.bias}
for k, layer in enumerate(layers):
    for p in layer.parameters():
        nn.init.normal_(p, 0, 0.3)
    for a, b in (("self_attn.in_proj_", "qkv."), ("self_attn.out_proj.", "proj."), ("linear1.", "fc1."), ("linear2.", "fc2."), ("norm1.", "norm1."), ("norm2.", "norm2.")):
        for name, p in layer.named_parameters():
            if name.startswith(a):
                tiny[f"layer{k}.{name.replace(a, b)}"] = p
safetensors(tiny, "tiny.safetensors")
mel = torch.linspace(-2, 2, 2 * 32 * 20).reshape(2, 1, 32, 20).cos()
angles = torch.arange(20.0)[:, None] / 10000 ** (torch.arange(8.0) / 8)
with torch.no_grad():
    frames = embed(mel[:, 0].transpose(1, 2)) + torch.cat([angles.sin(), angles.cos()], 1)
    for layer in layers:
        frames = layer.train()(frames)
resnet.eval(), vit.eval()
with torch.no_grad():
    json.dump({"resnet": resnet(x).flatten().tolist(), "vit": vit(x).flatten().tolist(), "tiny": frames.mean(1).flatten().tolist(),
               "resnet names": sorted(k for k in state if not k.startswith("fc.")),
               "vit names": sorted(k for k in vit.state_dict() if not k.startswith("heads.")),
               "timm names": sorted(k for k in timm if not k.startswith("head."))}, open("published.json", "w"))
print(len(state) - 2, len(timm) - 2)
