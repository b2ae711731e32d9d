"""Makes pairs.json: what the papers' formulas give for a small CAV-MAE, STELLA's matching module, importances and correlations, and retrieval, in float64
with explicit loops where a formula has sums. Weights come from a rule by name and place, so that no file of weights is needed: value i of a parameter is
0.3 sin(0.9 i + the sum of the name's characters), plus 1 for the weight of a norm. CAV-MAE: Gong et al. 2023; STELLA: Lee et al. 2024, section 4; blocks:
Dosovitskiy et al. 2021 with GELU by erf and norms with epsilon 1e-5. Run: python3 pairs.py; made with python3-numpy 1.24.2 of Debian 12."""
import json
from math import erf

import numpy as np

D, HEADS, W = 8, 2, 8  # channels, heads, channels of the decoder
SIDE, TIMES, FREQS, ROWS, COLS = 2, 2, 2, 2, 2
rng = np.random.default_rng(12)


def weight(name, *shape):
    i = np.arange(int(np.prod(shape)))
    base = 1.0 if ".weight" in name and "norm" in name.split(".")[-2] else 0.0
    return (base + 0.3 * np.sin(0.9 * i + sum(map(ord, name)))).reshape(shape)


def linear(x, name, inputs, outputs, bias=True):
    y = x @ weight(name + ".weight", outputs, inputs).T
    return y + weight(name + ".bias", outputs) if bias else y


def norm(x, name, width):
    m, v = x.mean(-1, keepdims=True), x.var(-1, keepdims=True)
    return (x - m) / np.sqrt(v + 1e-5) * weight(name + ".weight", width) + weight(name + ".bias", width)


def softmax(x):
    e = np.exp(x - x.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


gelu = np.vectorize(lambda x: x * 0.5 * (1 + erf(x / np.sqrt(2))))


def block(x, name, width, suffix=""):
    n, d = len(x), width // HEADS
    qkv = linear(norm(x, f"{name}.norm1{suffix}", width), f"{name}.attn.qkv", width, 3 * width)
    out = np.zeros((n, width))
    for h in range(HEADS):
        q, k, v = (qkv[:, part * width + h * d:part * width + (h + 1) * d] for part in range(3))
        out[:, h * d:(h + 1) * d] = softmax(q @ k.T / np.sqrt(d)) @ v
    x = x + linear(out, f"{name}.attn.proj", width, width)
    return x + linear(gelu(linear(norm(x, f"{name}.norm2{suffix}", width), f"{name}.mlp.fc1", width, 4 * width)), f"{name}.mlp.fc2", 4 * width, width)


def cut_sound(s):  # (frames, mels): by time, then frequency
    return np.array([s[t * SIDE:(t + 1) * SIDE, f * SIDE:(f + 1) * SIDE].ravel() for t in range(TIMES) for f in range(FREQS)])


def cut_picture(p):  # (3, height, width): row by row; a pixel's colours side by side
    return np.array([[p[c, r * SIDE + y, q * SIDE + x] for y in range(SIDE) for x in range(SIDE) for c in range(3)]
                     for r in range(ROWS) for q in range(COLS)])


def embed(patches, letter, colours, index):
    kernel = weight(f"patch_embed_{letter}.proj.weight", D, colours, SIDE, SIDE)
    x = np.array([[sum(kernel[o, c, y, z] * patches[p, (y * SIDE + z) * colours + c] for c in range(colours) for y in range(SIDE) for z in range(SIDE))
                   for o in range(D)] for p in index])
    x = x + weight(f"patch_embed_{letter}.proj.bias", D) + weight(f"modality_{letter}", D) + weight(f"pos_embed_{letter}", len(patches), D)[index]
    return block(x, f"blocks_{letter}.0", D)


def forward(sound, picture, audio_seen, audio_target, video_seen, video_target):
    a, v = embed(cut_sound(sound), "a", 1, audio_seen), embed(cut_picture(picture), "v", 3, video_seen)
    a, v = a + weight("inter_pos_embed_a", 4, D)[audio_seen], v + weight("inter_pos_embed_v", 4, D)[video_seen]
    latent = {k: norm(block(x, "blocks_u.0", D, "_" + k), f"norm_{k}", D).mean(0) for k, x in (("a", a), ("v", v))}
    joint = block(np.concatenate([a, v]), "blocks_u.0", D)
    seen = linear(norm(joint, "norm", D), "decoder_embed", D, W)
    made = {}
    for k, x, index, target, size, name in (("a", seen[:len(a)], audio_seen, audio_target, 4, "mae_score_audio"),
                                            ("v", seen[len(a):], video_seen, video_target, 12, "mae_score_video")):
        x = np.concatenate([x, np.repeat(weight(f"mask_token_{k}", 1, W), len(target), 0)])
        x = x + weight(f"decoder_pos_embed_{k}", 4, W)[index + target] + weight(f"decoder_modality_{k}", W)
        x = norm(block(x, "decoder_blocks.0", W), "decoder_norm", W)
        made[k] = linear(x[len(index):], name + ".decoder", W, size)
    return latent, joint, made


def recovery(made, patches):  # each original patch at mean 0 and variance 1
    wanted = np.array([(p - p.mean()) / np.sqrt(p.var(ddof=1) + 1e-6) for p in patches])
    return np.mean((made - wanted) ** 2)


sound, picture = rng.normal(size=(2, 4, 4)), rng.normal(size=(2, 3, 4, 4))
seen = {"a": [[2, 0], [1, 3]], "v": [[3, 1], [0, 2]]}
target = {"a": [[1], [0]], "v": [[2], [3]]}
runs = [forward(sound[i], picture[i], seen["a"][i], target["a"][i], seen["v"][i], target["v"][i]) for i in range(2)]
unit = {k: np.array([r[0][k] / np.linalg.norm(r[0][k]) for r in runs]) for k in "av"}
s = unit["a"] @ unit["v"].T / 0.05
contrast = [-(np.log(np.exp(s[i, i]) / np.exp(s[i]).sum()) + np.log(np.exp(s[i, i]) / np.exp(s[:, i]).sum())) / 2 for i in range(2)]

# The matching module on tokens of two pairs: five patches of sound, six of the pictures.
LA, LV, DH = 5, 6, D // HEADS
ta, tv = rng.normal(size=(2, LA, D)), rng.normal(size=(2, LV, D))
heads = lambda x: x.reshape(len(x), HEADS, DH).transpose(1, 0, 2)
matching = []
for i in range(2):
    a, v = norm(ta[i], "norm_a", D), norm(tv[i], "norm_v", D)
    q = {n: heads(linear(a if n[3] == "a" else v, n, D, D, bias=False)) for n in ("to_a_q", "to_a_k", "to_a_v", "to_v_q", "to_v_k", "to_v_v")}
    av = np.array([[[q["to_a_q"][h, x] @ q["to_v_k"][h, y] / np.sqrt(DH) for y in range(LV)] for x in range(LA)] for h in range(HEADS)])
    va = np.array([[[q["to_v_q"][h, y] @ q["to_a_k"][h, x] / np.sqrt(DH) for x in range(LA)] for y in range(LV)] for h in range(HEADS)])
    heard = np.concatenate([(softmax(av[h]) @ q["to_v_v"][h]).mean(0) for h in range(HEADS)])
    looked = np.concatenate([(softmax(va[h]) @ q["to_a_v"][h]).mean(0) for h in range(HEADS)])
    pooled = np.tanh(linear(np.concatenate([looked, heard]), "matching_score.pooler.dense", 2 * D, 2 * D))
    iv = np.mean([softmax(av[h] / 0.4)[x] for h in range(HEADS) for x in range(LA)], 0)
    ia = np.mean([softmax(va[h] / 0.4)[y] for h in range(HEADS) for y in range(LV)], 0)
    ka, kv = np.argsort(-ia)[:2], np.argsort(-iv)[:3]
    qa = np.array([sum(ia[x] * q["to_a_q"][h, x] for x in ka) / ia[ka].sum() for h in range(HEADS)])
    qv = np.array([sum(iv[y] * q["to_v_q"][h, y] for y in kv) / iv[kv].sum() for h in range(HEADS)])
    past_a, past_v = rng.normal(size=(HEADS, DH)) * 2, rng.normal(size=(HEADS, DH)) * 2
    cv, ca = np.zeros(LV), np.zeros(LA)
    for y in kv:  # s_now: the weighted mean of A over the sound's candidates
        cv[y] = np.mean([softmax(np.array([q["to_v_k"][h, y] @ past_a[h] / np.sqrt(DH), sum(ia[x] * av[h, x, y] for x in ka) / ia[ka].sum()]))[0]
                         for h in range(HEADS)])
    for x in ka:
        ca[x] = np.mean([softmax(np.array([q["to_a_k"][h, x] @ past_v[h] / np.sqrt(DH), sum(iv[y] * va[h, y, x] for y in kv) / iv[kv].sum()]))[0]
                         for h in range(HEADS)])
    matching.append({"logit": linear(pooled, "matching_score.fc", 2 * D, 1)[0], "ia": ia, "iv": iv, "ka": ka, "kv": kv, "qa": qa, "qv": qv,
                     "pastA": past_a, "pastV": past_v, "ca": ca, "cv": cv})

# Retrieval: twelve pairs, the last three for the gallery alone, two groups.
ea, ev = rng.normal(size=(12, 5)), rng.normal(size=(12, 5))
ev[:9] += 0.5 * ea[:9]
group = ["", "g", "", "g", "", "h", "", "", "h", "", "g", ""]
un = lambda x: x / np.linalg.norm(x, axis=1, keepdims=True)
cos = un(ea) @ un(ev).T


def ranks(c):
    out = []
    for i in range(9):
        right = [j for j in range(12) if j == i or (group[i] and group[j] == group[i])]
        out.append(1 + sum(c[i, j] >= c[i, right].max() for j in range(12) if j not in right))
    return np.array(out)


ra, rv = ranks(cos), ranks(cos.T)
figures = [np.mean([np.mean(r <= k) * 100 for r in (ra, rv)]) for k in (1, 5, 10)]
for r in (ra, rv):
    figures += [np.mean(r <= k) * 100 for k in (1, 5, 10)] + [np.median(r)]
figures.append(np.linalg.norm(un(ea)[:9].mean(0) - un(ev)[:9].mean(0)))

plain = lambda o: {k: plain(x) for k, x in o.items()} if isinstance(o, dict) else [plain(x) for x in o] if isinstance(o, list) \
    else o.tolist() if isinstance(o, np.ndarray) else float(o) if isinstance(o, np.floating) else o
json.dump(plain({
    "sound": sound, "picture": picture, "seen": seen, "target": target,
    "latentA": [r[0]["a"] for r in runs], "latentV": [r[0]["v"] for r in runs], "madeA": [r[2]["a"] for r in runs], "madeV": [r[2]["v"] for r in runs],
    "lossA": [recovery(runs[i][2]["a"], cut_sound(sound[i])[target["a"][i]]) for i in range(2)],
    "lossV": [recovery(runs[i][2]["v"], cut_picture(picture[i])[target["v"][i]]) for i in range(2)], "contrast": contrast,
    "tokensA": ta, "tokensV": tv, "matching": matching, "queriesA": ea, "queriesV": ev, "group": group, "figures": figures}), open("pairs.json", "w"))
