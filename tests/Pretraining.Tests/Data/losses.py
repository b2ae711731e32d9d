"""Makes losses.json: projections of two views, a reconstruction, and what the papers' formulas say about them, in float64 with explicit loops where a
formula has sums. NT-Xent: Chen et al. 2020, eq. 1. VICReg: Bardes et al. 2022, eq. 1 to 6, with the means of the authors' code (invariance over n and d,
variance over both views). Barlow Twins: Zbontar et al. 2021, eq. 1 and 2. Ridge: the normal equations of standardised rows with an intercept that is
penalised like the rest. Run: python3 losses.py; made with python3-numpy 1.24.2 of Debian 12."""
import json

import numpy as np

rng = np.random.default_rng(20)
n, d = 6, 5
a, b = rng.normal(size=(n, d)), rng.normal(size=(n, d))


def nt_xent(a, b, t):
    z = np.concatenate([a, b])
    cos = lambda u, v: u @ v / (np.linalg.norm(u) * np.linalg.norm(v))
    def l(i, j):
        return -np.log(np.exp(cos(z[i], z[j]) / t) / sum(np.exp(cos(z[i], z[k]) / t) for k in range(2 * n) if k != i))
    return [(l(i, i + n) + l(i + n, i)) / 2 for i in range(n)]


def vicreg(a, b, wi, wv, wc):
    v = lambda z: np.mean(np.maximum(0, 1 - np.sqrt(z.var(0, ddof=1) + 1e-4)))
    def c(z):
        m = np.cov(z.T, ddof=1)
        return sum(m[i, j] ** 2 for i in range(d) for j in range(d) if i != j) / d
    return wi * np.mean((a - b) ** 2) + wv * (v(a) + v(b)) / 2 + wc * (c(a) + c(b))


def barlow(a, b, w):
    a, b = a - a.mean(0), b - b.mean(0)
    m = np.array([[sum(a[:, i] * b[:, j]) / (np.sqrt(sum(a[:, i] ** 2)) * np.sqrt(sum(b[:, j] ** 2))) for j in range(d)] for i in range(d)])
    return sum((1 - m[i, i]) ** 2 for i in range(d)) + w * sum(m[i, j] ** 2 for i in range(d) for j in range(d) if i != j)


made, wanted = rng.normal(size=(3, 1, 4, 4)), rng.normal(size=(3, 1, 4, 4))
hidden = (rng.random(size=(3, 1, 4, 4)) < 0.4).astype(float)
rows = [np.mean([(made[i, 0, y, x] - wanted[i, 0, y, x]) ** 2 for y in range(4) for x in range(4) if hidden[i, 0, y, x]]) for i in range(3)]

train, labels, asked = rng.normal(size=(30, 4)) * [1, 5, 0.1, 2] + 3, rng.integers(0, 3, 30), rng.normal(size=(40, 4)) * [1, 5, 0.1, 2] + 3
mean, deviation = train.mean(0), train.std(0)
x = np.c_[(train - mean) / deviation, np.ones(30)]
w = np.linalg.solve(x.T @ x + 10 * np.eye(5), x.T @ np.eye(3)[labels])
ridge = (np.c_[(asked - mean) / deviation, np.ones(40)] @ w).argmax(1)
unit = lambda z: z / np.linalg.norm(z, axis=1, keepdims=True)
cosines = unit(asked) @ unit(train).T
votes = []
for row in cosines:
    near = np.argsort(-row)[:5]
    votes.append(int(np.argmax([sum(np.exp(row[k] / 0.07) for k in near if labels[k] == c) for c in range(3)])))
json.dump({
    "first": a.tolist(), "second": b.tolist(), "ntXent": nt_xent(a, b, 0.5), "vicreg": vicreg(a, b, 25, 25, 1), "barlowTwins": barlow(a, b, 0.005),
    "made": made.tolist(), "wanted": wanted.tolist(), "hidden": hidden.tolist(), "overHidden": rows,
    "overAll": ((made - wanted) ** 2).mean((1, 2, 3)).tolist(),
    "train": train.tolist(), "labels": labels.tolist(), "asked": asked.tolist(), "ridge": ridge.tolist(), "neighbours": votes,
}, open("losses.json", "w"))
