"""Prints the values of DetectionTests.cs: scikit-learn's roc_auc_score, and the equal error rate on its roc_curve by scipy's brentq.

python3 scores.py
"""
import numpy as np
from scipy.interpolate import interp1d
from scipy.optimize import brentq
from scipy.special import softmax
from sklearn.metrics import roc_auc_score, roc_curve

random = np.random.RandomState(7)


def eer(labels, scores):
    fpr, tpr, _ = roc_curve(labels, scores, drop_intermediate=False)
    return brentq(lambda x: 1 - x - interp1d(fpr, tpr)(x), 0, 1)


labels = random.randint(0, 2, 40)
plain = np.round(random.randn(40) + labels, 3)
ties = np.round(plain)
for scores in (plain, ties):
    print(labels.tolist(), scores.tolist(), roc_auc_score(labels, scores), eer(labels, scores))
labels = random.randint(0, 3, 30)
logits = np.round(random.randn(30, 3) + np.eye(3)[labels], 2)
rows = softmax(logits, axis=1)
print(labels.tolist(), logits.tolist(), roc_auc_score(labels, rows, multi_class="ovr", average="macro"),
      np.mean([eer(labels == k, rows[:, k]) for k in range(3)]))
