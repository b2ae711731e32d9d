"""Makes events.json: losses and figures of the tasks of audio-visual events, and the token compression, from their definitions with explicit loops in
float64. AVE: binary cross-entropy of relevance, cross-entropy of the clip's scores, cross-entropy of the mean of each class's largest segment scores.
LLP: Tian et al., ECCV 2020 (losses with trust in labels; F-scores of segments and of events with half overlap). AVS: Zhou et al., ECCV 2022 (Jaccard,
F with beta squared 0.3 at 255 thresholds). Run: python3 events.py; made with python3-numpy 1.24.2 of Debian 12."""
import json

import numpy as np

rng = np.random.default_rng(12)
sigmoid = lambda x: 1 / (1 + np.exp(-x))
bce = lambda p, y: -(y * np.log(p) + (1 - y) * np.log(1 - p))
f32 = lambda a: np.asarray(a, np.float32).astype(np.float64)
result = {}


def put(name, inputs, outputs):
    result[name] = {**{k: {"shape": list(np.shape(v)), "values": np.ravel(v).tolist()} for k, v in inputs.items()},
                    "expected": {k: np.ravel(v).tolist() for k, v in outputs.items()}}


def cross_entropy(scores, label, classes):
    return np.log(sum(np.exp(scores[k]) for k in classes)) - scores[label]


# Events localised.
B, S, C = 3, 4, 5
relevance, logits, segments = (f32(rng.normal(size=s)) for s in ((B, S), (B, C), (B, S, C)))
events = np.zeros((B, S, C))
labels = [2, 0, 4]
for b, t in ((0, 1), (0, 2), (1, 0), (2, 0), (2, 1), (2, 2)):
    events[b, t, labels[b]] = 1
terms, local = {"relevance": [], "event": [], "segments": []}, []
for b in range(B):
    is_event = np.mean([bce(sigmoid(relevance[b, t]), events[b, t].max()) for t in range(S)])
    top = [np.mean(sorted(segments[b, :, k])[-2:]) for k in range(C)]
    terms["relevance"].append(is_event)
    terms["event"].append(cross_entropy(logits[b], labels[b], range(C)))
    terms["segments"].append(cross_entropy(top, labels[b], range(C)))
    among = [2, 4]
    local.append(is_event + cross_entropy(logits[b], labels[b], among) + cross_entropy(top, labels[b], among) if labels[b] in among else 0)
put("localisation", {"relevance": relevance, "logits": logits, "segments": segments, "events": events}, {**terms, "local": local})

# Videos parsed: probabilities and the labels of clips.
clip, heard, seen = (f32(rng.uniform(0.05, 0.95, size=(B, C))) for _ in range(3))
happens = np.array([[1, 0, 0, 1, 0], [0, 0, 1, 0, 0], [0, 1, 0, 0, 1]], float)
put("parsing", {"clip": clip, "heard": heard, "seen": seen, "happens": happens}, {
    "clip": [np.mean([bce(clip[b, k], happens[b, k]) for k in range(C)]) for b in range(B)],
    "sound": [np.mean([bce(heard[b, k], happens[b, k]) for k in range(C)]) for b in range(B)],
    "pictures": [np.mean([bce(seen[b, k], 0.9 * happens[b, k] + 0.05) for k in range(C)]) for b in range(B)]})

# Masks, of which the first two frames are known in training.
scores, masks = f32(rng.normal(size=(2, 3, 1, 4, 4))), (rng.uniform(size=(2, 3, 1, 4, 4)) > 0.6).astype(float)
put("masks", {"scores": scores, "masks": masks}, {
    "masks": [np.mean([bce(sigmoid(scores[b, t]), masks[b, t]).mean() for t in range(2)]) for b in range(2)]})

# Token compression.
tokens, source, x, gate = f32(rng.normal(size=(2, 3))), f32(rng.normal(size=(1, 4, 3))), f32(rng.normal(size=(1, 5, 3))), 0.7
weights = lambda row: np.exp(row) / np.exp(row).sum()
packed = np.array([tokens[k] + sum(w * y for w, y in zip(weights(source[0] @ tokens[k]), source[0])) for k in range(2)])
fused = np.array([v + gate * sum(w * t for w, t in zip(weights(packed @ v), packed)) for v in x[0]])
put("compression", {"tokens": tokens, "source": source, "x": x}, {"packed": packed, "fused": fused})

# Segment accuracy; -1 is background.
predicted, labelled = rng.integers(-1, 3, size=(5, 6)), rng.integers(-1, 3, size=(5, 6))
put("accuracy", {"predicted": predicted, "labelled": labelled}, {"accuracy": [100 * (predicted == labelled).mean()]})

# F-scores of parsed videos: (clips, segments, classes) in runs.
n, T, K = 7, 10, 4


def runs():
    table = np.zeros((n, T, K))
    for c in range(n):
        for k in range(K):
            for _ in range(rng.integers(0, 3)):
                a = rng.integers(0, T)
                table[c, a:a + rng.integers(1, 6), k] = 1
    return table


def near(table):
    other = np.roll(table, rng.integers(0, 2), 1)
    other[rng.uniform(size=table.shape) < 0.08] = 1
    return other


gt_a, gt_v = runs(), runs()
gt_a[6] = gt_v[6] = 0
p_a, p_v = near(gt_a), near(gt_v)
p_a[6] = p_v[6] = 0


def as_events(sequence):
    """Runs as sets of segments."""
    text = "".join(str(int(x)) for x in sequence)
    found, at = [], 0
    for piece in text.split("0"):
        if piece:
            found.append(set(range(at, at + len(piece))))
        at += len(piece) + 1
    return found


def outcome(p, g, whole):
    if not whole:
        return [(p * g).sum(), (p * (1 - g)).sum(), ((1 - p) * g).sum()]
    p, g = as_events(p), as_events(g)
    hit = lambda a, others: any(len(a & b) / len(a | b) >= 0.5 for b in others)
    return [sum(hit(a, g) for a in p), sum(not hit(a, g) for a in p), sum(not hit(a, p) for a in g)]


def score(outcomes):
    values = [2 * tp / (2 * tp + fp + fn) for tp, fp, fn in outcomes if tp + fp + fn > 0]
    return np.mean(values) if values else 1.0


figures = []
for whole in (False, True):
    a, v, av, event = [], [], [], []
    for c in range(n):
        oa = [outcome(p_a[c, :, k], gt_a[c, :, k], whole) for k in range(K)]
        ov = [outcome(p_v[c, :, k], gt_v[c, :, k], whole) for k in range(K)]
        both = [outcome(p_a[c, :, k] * p_v[c, :, k], gt_a[c, :, k] * gt_v[c, :, k], whole) for k in range(K)]
        a.append(score(oa)), v.append(score(ov)), av.append(score(both))
        event.append(score([[i + j for i, j in zip(x, y)] for x, y in zip(oa, ov)]))
    figures += [100 * np.mean(a), 100 * np.mean(v), 100 * np.mean(av), 100 * (np.mean(a) + np.mean(v) + np.mean(av)) / 3, 100 * np.mean(event)]
put("f-scores", {"heard": p_a, "seen": p_v, "labelled heard": gt_a, "labelled seen": gt_v}, {"figures": figures})

# Jaccard and F of masks; nothing sounds in one picture.
guess = f32(rng.uniform(size=(2, 3, 1, 6, 6)))
truth = (rng.uniform(size=guess.shape) > 0.5).astype(float)
truth[1, 2] = 0
jaccard, curves = [], []
for g, t in zip(guess.reshape(6, -1), truth.reshape(6, -1)):
    on = g > 0.5
    if t.sum() == 0:
        jaccard.append(np.mean(~on))
        continue
    jaccard.append((on & (t > 0)).sum() / (on | (t > 0)).sum())
    curve = []
    for threshold in np.linspace(0, 1 - 1e-10, 255):
        above = g >= threshold
        hits = (above * t).sum()
        p, r = hits / max(above.sum(), 1e-20), hits / t.sum()
        curve.append(1.3 * p * r / (0.3 * p + r) if hits else 0)
    curves.append(curve)
put("mask figures", {"guess": guess, "truth": truth}, {"figures": [100 * np.mean(jaccard), 100 * np.mean(curves, 0).max()]})
json.dump(result, open("events.json", "w"))
print({k: v["expected"] for k, v in result.items() if k in ("accuracy", "f-scores", "mask figures")})
