"""Makes swin.json: what torchvision's Swin transformers of both versions make of a picture, with weights and picture from closed formulas. The k-th
parameter by our sorted names has the elements 0.4 sin(0.37 i + k), those of norms 1 + 0.1 sin; the picture is cos(0.05 i).
Run: python3 swin.py; made with python3-torchvision 0.14.1 of Debian 12."""
import json
import re
from functools import partial

import torch
from torchvision.models import swin_transformer as swin


def ours(name):
    """Our name (that of the authors' files) of a name of torchvision's."""
    name = re.sub(r"^features\.0\.0", "patch_embed.proj", name)
    name = re.sub(r"^features\.0\.2", "patch_embed.norm", name)
    name = re.sub(r"^features\.(\d+)\.(reduction|norm)", lambda m: f"layers.{int(m[1]) // 2 - 1}.downsample.{m[2]}", name)
    name = re.sub(r"^features\.(\d+)\.(\d+)\.", lambda m: f"layers.{int(m[1]) // 2}.blocks.{m[2]}.", name)
    return name.replace(".mlp.0.", ".mlp.fc1.").replace(".mlp.3.", ".mlp.fc2.")


def network(version):
    block, merge = ((swin.SwinTransformerBlockV2, swin.PatchMergingV2) if version == 2 else (swin.SwinTransformerBlock, swin.PatchMerging))
    return swin.SwinTransformer([4, 4], 8, [2, 2], [2, 4], [4, 4], num_classes=1, block=block, downsample_layer=merge,
                                norm_layer=partial(torch.nn.LayerNorm, eps=1e-5)).double().eval()


def fill(net, version):
    named = {}
    for name, parameter in net.named_parameters():
        if name.startswith("head"):
            continue
        if version == 2 and name.endswith("qkv.bias"):
            width = parameter.shape[0] // 3
            named[ours(name).replace("qkv.bias", "q_bias")] = parameter.data[:width]
            named[ours(name).replace("qkv.bias", "v_bias")] = parameter.data[2 * width:]
        else:
            named[ours(name)] = parameter.data
    for k, name in enumerate(sorted(named)):
        values = named[name]
        wave = torch.sin(0.37 * torch.arange(values.numel(), dtype=torch.float64) + k).reshape(values.shape)
        values.copy_((1 + 0.1 * wave) if "norm" in name and name.endswith("weight") else 0.4 * wave)
    return sorted(named)


result = {}
for version in (1, 2):
    net = network(version)
    names = fill(net, version)
    picture = torch.cos(0.05 * torch.arange(3 * 32 * 32, dtype=torch.float64)).reshape(1, 3, 32, 32)
    with torch.no_grad():
        tokens = net.norm(net.features(picture)).reshape(16, 16)
    result[f"v{version}"] = {"names": names, "tokens": [round(float(x), 8) for x in tokens.flatten()]}
json.dump(result, open("swin.json", "w"))
print({k: v["tokens"][:4] for k, v in result.items()})
for name in ("swin_t", "swin_v2_t"):
    net = getattr(swin, name)()
    print(name, sum(p.numel() for n, p in net.named_parameters() if not n.startswith("head")))
