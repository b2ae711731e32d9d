"""Makes lda.csv: the class that scikit-learn's LinearDiscriminantAnalysis gives each tested letter of the data set's embedded part (option source
embedded, other options at their defaults). Splits and standardisation are those that the data set's README describes, written anew here. scikit-learn
weighs classes by their frequency; the scores here are without that (the logarithm is taken off). Made with python3-sklearn of Debian 12."""
import hashlib
import numpy as np
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis

rows = [line.strip().split(",") for line in open("../../../plugins/dataset.classification/Embedded/letters.data")]
ids = ["-".join([row[0], ".".join(row[1:])]) for row in rows]
place = np.array([(int(hashlib.sha256(f"0/{name}".encode()).hexdigest()[:16], 16) >> 11) / 2**53 for name in ids])
y = np.array([ord(row[0]) - 65 for row in rows])
x = np.array([[float(value) for value in row[1:]] for row in rows])
test, train = place < 0.2, place >= 0.3
x = ((x - x[train].mean(0)) / x[train].std(0)).astype(np.float32).astype(np.float64)
lda = LinearDiscriminantAnalysis(solver="lsqr").fit(x[train], y[train])
scores = lda.decision_function(x[test]) - np.log(lda.priors_)
with open("lda.csv", "w") as out:
    for name, found in zip(np.array(ids)[test], scores.argmax(1)):
        out.write(f"{name},{found}\n")
print(test.sum(), train.sum(), (scores.argmax(1) == y[test]).mean())
