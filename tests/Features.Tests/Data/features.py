"""Makes features.json: vectors of networks written in PyTorch from the papers (CLIP, VideoMAE) and of torchvision's ResNet-18, for weights and pictures
by a formula, so that only names, shapes and vectors have to be kept; and clip.pth
and videomae.pth, small files of such weights. Pictures are prepared by Pillow and torchvision.

Number i of the tensor with the name s is mixed(i, s) in [-1, 1), times sqrt(3 / numbers of a row) for tensors of two axes or more, times 0.2 for the
others, plus 1 for the weights and variances of norms; byte i of pictures is the top byte of the same mixture.

Run: python3 features.py; made with python3-torch 1.13.1, python3-torchvision 0.14.1 and python3-pil 9.4 of Debian 12.
python3 features.py --full DIR writes the published sizes: weights as .pth, and full.json with the vectors."""
import json
import sys

import numpy as np
import torch
from PIL import Image
from torch import nn
from torch.nn import functional as F
from torchvision import models, transforms

IMAGENET = ([0.485, 0.456, 0.406], [0.229, 0.224, 0.225])
CLIP = ([0.48145466, 0.4578275, 0.40821073], [0.26862954, 0.26130258, 0.27577711])


def mixed(count, name):
    """SplitMix64 of the index plus the FNV-1a hash of the name."""
    start = 0xCBF29CE484222325
    for byte in name.encode():
        start = ((start ^ byte) * 0x100000001B3) % 2**64
    with np.errstate(over="ignore"):
        x = np.arange(count, dtype=np.uint64) + np.uint64(start)
        x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))


def weights(name, shape):
    count = int(np.prod(shape, dtype=np.int64))
    values = (mixed(count, name) >> np.uint64(11)).astype(np.float64) / 2**52 - 1
    if len(shape) > 1:
        values *= np.sqrt(3 / (count // shape[0]))
    else:
        values = 0.2 * values + (1 if name.endswith("weight") or name.endswith("var") else 0)
    return torch.from_numpy(values.astype(np.float32)).reshape(shape)


def frames(count, channels, height, width):
    values = mixed(count * channels * height * width, "frames") >> np.uint64(56)
    return values.astype(np.uint8).reshape(count, channels, height, width)


def prepared(clip, size, shorter, filter, scale, stretch=False, floor=False):
    rows = []
    for frame in clip:
        rgb = np.repeat(frame, 3, 0) if len(frame) == 1 else frame
        picture = Image.fromarray(rgb.transpose(1, 2, 0))
        if stretch:
            picture = picture.resize((size, size), filter)
        else:
            mode = transforms.InterpolationMode.BICUBIC if filter == Image.BICUBIC else transforms.InterpolationMode.BILINEAR
            picture = transforms.Resize(shorter, mode)(picture)
            if floor:
                left, top = (picture.width - size) // 2, (picture.height - size) // 2
                picture = picture.crop((left, top, left + size, top + size))
            else:
                picture = transforms.CenterCrop(size)(picture)
        rows.append(transforms.Normalize(*scale)(transforms.ToTensor()(picture)))
    return torch.stack(rows)


def filled(names):
    return {name: weights(name, shape) for name, shape in names.items()}


def attention(q, k, v, heads):
    def split(x):
        return x.view(x.shape[0], x.shape[1], heads, -1).transpose(1, 2)
    scores = split(q) @ split(k).transpose(2, 3) / (q.shape[2] // heads) ** 0.5
    return (scores.softmax(-1) @ split(v)).transpose(1, 2).reshape(q.shape)


def norm(x, p, name, eps):
    return F.layer_norm(x, x.shape[-1:], p[name + ".weight"], p[name + ".bias"], eps)


def clip_names(size, patch, width, depth, heads, output):
    names = {
        "visual.class_embedding": [width], "visual.positional_embedding": [(size // patch) ** 2 + 1, width], "visual.proj": [width, output],
        "visual.conv1.weight": [width, 3, patch, patch], "visual.ln_pre.weight": [width], "visual.ln_pre.bias": [width]}
    for k in range(depth):
        b = f"visual.transformer.resblocks.{k}."
        names.update({
            b + "attn.in_proj_weight": [3 * width, width], b + "attn.in_proj_bias": [3 * width], b + "attn.out_proj.weight": [width, width],
            b + "attn.out_proj.bias": [width], b + "ln_1.weight": [width], b + "ln_1.bias": [width], b + "mlp.c_fc.weight": [4 * width, width],
            b + "mlp.c_fc.bias": [4 * width], b + "mlp.c_proj.weight": [width, 4 * width], b + "mlp.c_proj.bias": [width], b + "ln_2.weight": [width],
            b + "ln_2.bias": [width]})
    names.update({"visual.ln_post.weight": [width], "visual.ln_post.bias": [width]})
    return names


def clip(p, x, depth, heads):
    """As OpenAI's files name it; nn.MultiheadAttention's own arithmetic."""
    p = {name[len("visual."):]: value for name, value in p.items()}
    patch, width = p["conv1.weight"].shape[2], p["conv1.weight"].shape[0]
    x = F.conv2d(x, p["conv1.weight"], stride=patch).flatten(2).permute(0, 2, 1)
    x = torch.cat([p["class_embedding"].expand(len(x), 1, width), x], 1) + p["positional_embedding"]
    x = norm(x, p, "ln_pre", 1e-5)
    for k in range(depth):
        b = f"transformer.resblocks.{k}."
        y = norm(x, p, b + "ln_1", 1e-5).transpose(0, 1)
        y, _ = F.multi_head_attention_forward(
            y, y, y, width, heads, p[b + "attn.in_proj_weight"], p[b + "attn.in_proj_bias"], None, None, False, 0.0,
            p[b + "attn.out_proj.weight"], p[b + "attn.out_proj.bias"], training=False, need_weights=False)
        x = x + y.transpose(0, 1)
        y = F.linear(norm(x, p, b + "ln_2", 1e-5), p[b + "mlp.c_fc.weight"], p[b + "mlp.c_fc.bias"])
        x = x + F.linear(y * torch.sigmoid(1.702 * y), p[b + "mlp.c_proj.weight"], p[b + "mlp.c_proj.bias"])
    return norm(x[:, 0], p, "ln_post", 1e-5) @ p["proj"]


def hugging_names(size, patch, width, depth, heads, output):
    v = "vision_model."
    names = {
        v + "embeddings.class_embedding": [width], v + "embeddings.patch_embedding.weight": [width, 3, patch, patch],
        v + "embeddings.position_embedding.weight": [(size // patch) ** 2 + 1, width], v + "pre_layrnorm.weight": [width], v + "pre_layrnorm.bias": [width]}
    for k in range(depth):
        b = f"{v}encoder.layers.{k}."
        for part in "k_proj", "v_proj", "q_proj", "out_proj":
            names.update({f"{b}self_attn.{part}.weight": [width, width], f"{b}self_attn.{part}.bias": [width]})
        names.update({
            b + "layer_norm1.weight": [width], b + "layer_norm1.bias": [width], b + "mlp.fc1.weight": [4 * width, width], b + "mlp.fc1.bias": [4 * width],
            b + "mlp.fc2.weight": [width, 4 * width], b + "mlp.fc2.bias": [width], b + "layer_norm2.weight": [width], b + "layer_norm2.bias": [width]})
    names.update({v + "post_layernorm.weight": [width], v + "post_layernorm.bias": [width], "visual_projection.weight": [output, width]})
    return names


def hugging(p, x, depth, heads):
    """The same network as Hugging Face's files name it: queries, keys and values apart, the projection a linear layer."""
    v = "vision_model."
    patch = p[v + "embeddings.patch_embedding.weight"].shape[2]
    x = F.conv2d(x, p[v + "embeddings.patch_embedding.weight"], stride=patch).flatten(2).transpose(1, 2)
    x = torch.cat([p[v + "embeddings.class_embedding"].expand(len(x), 1, -1), x], 1) + p[v + "embeddings.position_embedding.weight"]
    x = norm(x, p, v + "pre_layrnorm", 1e-5)
    for k in range(depth):
        b = f"{v}encoder.layers.{k}."

        def linear(x, name):
            return F.linear(x, p[b + name + ".weight"], p[b + name + ".bias"])

        y = norm(x, p, b + "layer_norm1", 1e-5)
        y = attention(linear(y, "self_attn.q_proj"), linear(y, "self_attn.k_proj"), linear(y, "self_attn.v_proj"), heads)
        x = x + linear(y, "self_attn.out_proj")
        y = linear(norm(x, p, b + "layer_norm2", 1e-5), "mlp.fc1")
        x = x + linear(y * torch.sigmoid(1.702 * y), "mlp.fc2")
    return F.linear(norm(x[:, 0], p, v + "post_layernorm", 1e-5), p["visual_projection.weight"])


def video_names(patch, width, depth, tuned=False):
    v = "videomae."
    names = {
        v + "embeddings.patch_embeddings.projection.weight": [width, 3, 2, patch, patch], v + "embeddings.patch_embeddings.projection.bias": [width]}
    for k in range(depth):
        b = f"{v}encoder.layer.{k}."
        names.update({
            b + "attention.attention.q_bias": [width], b + "attention.attention.v_bias": [width], b + "attention.attention.query.weight": [width, width],
            b + "attention.attention.key.weight": [width, width], b + "attention.attention.value.weight": [width, width],
            b + "attention.output.dense.weight": [width, width], b + "attention.output.dense.bias": [width],
            b + "intermediate.dense.weight": [4 * width, width], b + "intermediate.dense.bias": [4 * width], b + "output.dense.weight": [width, 4 * width],
            b + "output.dense.bias": [width], b + "layernorm_before.weight": [width], b + "layernorm_before.bias": [width],
            b + "layernorm_after.weight": [width], b + "layernorm_after.bias": [width]})
    last = "fc_norm" if tuned else v + "layernorm"
    names.update({last + ".weight": [width], last + ".bias": [width]})
    return names


def video(p, x, depth, heads):
    """Tokens of the last block, (moments, places, width); x is (frames, 3, size, size)."""
    v = "videomae."
    kernel = p[v + "embeddings.patch_embeddings.projection.weight"]
    width, patch = kernel.shape[0], kernel.shape[3]
    x = F.conv3d(x.transpose(0, 1)[None], kernel, p[v + "embeddings.patch_embeddings.projection.bias"], stride=(2, patch, patch))
    moments = x.shape[2]
    x = x.flatten(2).transpose(1, 2)
    table = np.array([[at / np.power(10000, 2 * (j // 2) / width) for j in range(width)] for at in range(x.shape[1])])
    table[:, 0::2], table[:, 1::2] = np.sin(table[:, 0::2]), np.cos(table[:, 1::2])
    x = x + torch.from_numpy(table).float()
    for k in range(depth):
        b = f"{v}encoder.layer.{k}."
        y = norm(x, p, b + "layernorm_before", 1e-12)
        q = F.linear(y, p[b + "attention.attention.query.weight"], p[b + "attention.attention.q_bias"])
        key = F.linear(y, p[b + "attention.attention.key.weight"])
        value = F.linear(y, p[b + "attention.attention.value.weight"], p[b + "attention.attention.v_bias"])
        y = attention(q, key, value, heads)
        x = x + F.linear(y, p[b + "attention.output.dense.weight"], p[b + "attention.output.dense.bias"])
        y = F.gelu(F.linear(norm(x, p, b + "layernorm_after", 1e-12), p[b + "intermediate.dense.weight"], p[b + "intermediate.dense.bias"]))
        x = x + F.linear(y, p[b + "output.dense.weight"], p[b + "output.dense.bias"])
    return x[0].reshape(moments, -1, width)


def spread(clip):
    return clip[[int(np.floor(i * (len(clip) - 1) / 15 + 0.5)) for i in range(16)]]


def pretrained_motion(p, x, depth, heads, pool):
    tokens = norm(video(p, x, depth, heads), p, "videomae.layernorm", 1e-12)
    return (tokens.amax(1) if pool == "max" else tokens.mean(1)).T


def case(names, clip, vectors):
    return {"tensors": names, "frames": list(clip.shape), "shape": list(vectors.shape), "vectors": [round(v, 7) for v in vectors.double().flatten().tolist()]}


def resnet_case(clip, size=224):
    net = models.resnet18().eval()
    names = {name: list(value.shape) for name, value in net.state_dict().items() if not name.endswith("num_batches_tracked")}
    net.load_state_dict(filled(names), strict=False)
    state = net.state_dict()
    net.fc = nn.Identity()
    return case(names, clip, net(prepared(clip, size, size * 256 // 224, Image.BILINEAR, IMAGENET))), state


def small():
    size = dict(size=32, patch=8, width=24, depth=2, heads=3, output=10)
    wide, tall, short = frames(3, 3, 45, 61), frames(20, 3, 50, 37), frames(9, 1, 20, 20)
    cases = {}
    names = clip_names(**size)
    cases["clip"] = case(names, wide, clip(filled(names), prepared(wide, 32, 32, Image.BICUBIC, CLIP), 2, 3))
    names = hugging_names(**size)
    cases["clip, Hugging Face, stretched"] = case(names, wide, hugging(filled(names), prepared(wide, 32, 32, Image.BICUBIC, CLIP, stretch=True), 2, 3))
    names = video_names(8, 24, 2)
    p = filled(names)
    x = prepared(spread(tall), 32, 32, Image.BILINEAR, IMAGENET, floor=True)
    cases["videomae, max"] = case(names, tall, pretrained_motion(p, x, 2, 3, "max"))
    cases["videomae, mean"] = case(names, tall, pretrained_motion(p, x, 2, 3, "mean"))
    x = prepared(spread(short), 32, 32, Image.BILINEAR, IMAGENET, floor=True)
    cases["videomae, nine grey frames"] = case(names, short, pretrained_motion(p, x, 2, 3, "max"))
    names = video_names(8, 24, 2, tuned=True)
    p = filled(names)
    pooled = norm(video(p, x, 2, 3).mean(1), p, "fc_norm", 1e-5).T
    cases["videomae, fine-tuned, nine grey frames"] = case(names, short, pooled)
    cases["resnet18"], _ = resnet_case(wide)
    # A file as a training saves it: of the whole of CLIP, wrapped, beside an optimizer's state.
    names = clip_names(size=8, patch=4, width=6, depth=1, heads=2, output=3)
    p = filled(names)
    cases["clip.pth"] = case(names, wide, clip(p, prepared(wide, 8, 8, Image.BICUBIC, CLIP), 1, 2))
    whole = {**p, "logit_scale": torch.tensor(4.6), "token_embedding.weight": weights("token_embedding.weight", [5, 4]),
             "positional_embedding": weights("positional_embedding", [7, 4]), "transformer.resblocks.0.ln_1.weight": weights("text", [4])}
    torch.save({"epoch": 3, "state_dict": {"module." + name: value for name, value in whole.items()}}, "clip.pth")
    names = video_names(4, 6, 1)
    p = filled(names)
    cases["videomae.pth"] = case(names, short, pretrained_motion(p, prepared(spread(short), 8, 8, Image.BILINEAR, IMAGENET, floor=True), 1, 2, "max"))
    whole = {**p, "encoder_to_decoder.weight": weights("encoder_to_decoder.weight", [4, 6]), "mask_token": torch.zeros(1, 1, 4)}
    torch.save(whole, "videomae.pth")
    return {
        "cases": cases,
        "published": {
            "clip": clip_names(224, 32, 768, 12, 12, 512), "clip, Hugging Face": hugging_names(224, 32, 768, 12, 12, 512),
            "videomae": video_names(16, 768, 12), "resnet18": cases["resnet18"]["tensors"]},
        "resized": [
            {"from": [h, w], "to": [th, tw], "filter": name, "bytes": np.asarray(Image.fromarray(frames(1, 1, h, w)[0, 0]).resize((tw, th), f)).flatten().tolist()}
            for h, w, th, tw in [(45, 61, 8, 11), (7, 5, 13, 9), (9, 30, 9, 12), (30, 9, 11, 9), (200, 3, 2, 3)]
            for name, f in [("bilinear", Image.BILINEAR), ("bicubic", Image.BICUBIC)]]}


def full(folder):
    clip_frames, video_frames = frames(4, 3, 240, 320), frames(40, 3, 240, 320)
    cases = {}
    names = clip_names(224, 32, 768, 12, 12, 512)
    p = filled(names)
    torch.save(p, folder + "/clip.pth")
    cases["clip"] = case(names, clip_frames, clip(p, prepared(clip_frames, 224, 224, Image.BICUBIC, CLIP), 12, 12))
    names = video_names(16, 768, 12)
    p = filled(names)
    torch.save(p, folder + "/videomae.pth")
    cases["videomae"] = case(names, video_frames, pretrained_motion(p, prepared(spread(video_frames), 224, 224, Image.BILINEAR, IMAGENET, floor=True), 12, 12, "max"))
    cases["resnet18"], state = resnet_case(clip_frames)
    torch.save({"epoch": 3, "state_dict": {"module." + name: value for name, value in state.items()}}, folder + "/resnet18.pth")
    json.dump({"cases": cases}, open(folder + "/full.json", "w"))


torch.set_grad_enabled(False)
if len(sys.argv) == 3:
    full(sys.argv[2])
else:
    text = json.dumps(small())
    # A line for each case.
    open("features.json", "w").write(text.replace('{"tensors"', '\n{"tensors"').replace('{"from"', '\n{"from"').replace('"published"', '\n"published"') + "\n")
