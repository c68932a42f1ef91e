"""Does the two probes of `slipstream bench evaluate` with scikit-learn (deploy/bench/README.md).

Reads question.json in the directory named, with embeddings.f32 (row by row), labels.i32 and the rows of the parts, and
writes answer.json: for each probe and contender the seconds of one turn, after one that warms up, and the accuracy on the
queries. Embeddings stay float32 but where the contender says float64, as Slipstream's linear probe computes.
"""

import json
import pathlib
import sys
import time
import warnings

import numpy as np
import sklearn
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import StandardScaler


def knn_sklearn(q, x, y, bank, query):
    model = KNeighborsClassifier(
        q["k"], algorithm="brute", metric="cosine", weights=lambda d: np.exp((1 - d) / q["temperature"])
    ).fit(x[bank], y[bank])
    return model.predict(x[query])


def knn_numpy(q, x, y, bank, query):
    """The fastest way with NumPy: a matrix product, a partition, a vote by one-hot classes."""
    unit = x / np.maximum(np.linalg.norm(x, axis=1, keepdims=True), 1e-12)
    predictions, classes = np.empty(len(query), int), np.eye(y.max() + 1, dtype=np.float32)[y[bank]]
    for block in np.array_split(np.arange(len(query)), max(1, len(query) // 256)):
        similar = unit[query[block]] @ unit[bank].T
        near = np.argpartition(similar, -q["k"], axis=1)[:, -q["k"]:]
        votes = np.exp((np.take_along_axis(similar, near, 1) - 1) / q["temperature"])
        predictions[block] = (votes[:, :, None] * classes[near]).sum(1).argmax(1)
    return predictions


def linear(q, x, y, train, validation, query):
    """A warm-started path from small to large C; the best on the validation part is asked for the queries."""
    scaler = StandardScaler().fit(x[train])
    scaled = scaler.transform(x[train])
    model = LogisticRegression(tol=q["tolerance"], max_iter=q["iterations"], solver="lbfgs", warm_start=True)
    best, chosen = -1, None
    for c in q["inverse-strengths"]:
        model.set_params(C=c).fit(scaled, y[train])
        accuracy = model.score(scaler.transform(x[validation]), y[validation])
        if accuracy > best:
            best, chosen = accuracy, model.predict(scaler.transform(x[query]))
    return chosen


def measured(work, truth):
    work()
    begin = time.perf_counter()
    predictions = work()
    return {"seconds": time.perf_counter() - begin, "accuracy": float((predictions == truth).mean())}


def main():
    directory = pathlib.Path(sys.argv[1])
    q = json.loads((directory / "question.json").read_text())
    x = np.fromfile(directory / "embeddings.f32", "<f4").reshape(-1, q["dim"])
    y, bank, query, train, validation = (
        np.fromfile(directory / f"{name}.i32", "<i4") for name in ("labels", "bank", "query", "train", "validation")
    )
    wide = x.astype(float)
    warnings.simplefilter("ignore")
    answer = {
        "versions": {"python": sys.version.split()[0], "scikit-learn": sklearn.__version__, "numpy": np.__version__},
        "knn": {
            "scikit-learn, brute force, cosine": measured(lambda: knn_sklearn(q, x, y, bank, query), y[query]),
            "NumPy, product and partition": measured(lambda: knn_numpy(q, x, y, bank, query), y[query]),
        },
        "linear": {
            "scikit-learn, lbfgs, float32": measured(lambda: linear(q, x, y, train, validation, query), y[query]),
            "scikit-learn, lbfgs, float64": measured(lambda: linear(q, wide, y, train, validation, query), y[query]),
        },
    }
    (directory / "answer.json").write_text(json.dumps(answer))


if __name__ == "__main__":
    main()
