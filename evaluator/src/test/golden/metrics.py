"""Writes ../resources/golden/metrics.json: reference values of the evaluator's metrics.

Every value comes from an independent implementation: scikit-learn's KNeighborsClassifier (cosine distance, weights
exp(similarity / T)), numpy's singular value decomposition in double precision, and torch.nn.functional.normalize with
torch.std. The versions that made the file are in the file. Run from this folder: python metrics.py
"""

import json
import math
import pathlib

import numpy as np
import sklearn
import torch
from sklearn.neighbors import KNeighborsClassifier

RANKME_EPSILON = 1e-5


def rank_me(z):
    sigma = np.linalg.svd(z.astype(np.float64), compute_uv=False)
    p = sigma / sigma.sum() + RANKME_EPSILON
    return float(np.exp(-(p * np.log(p)).sum()))


def collapse_level(z):
    unit = torch.nn.functional.normalize(torch.from_numpy(z).double(), dim=1)
    return max(0.0, 1.0 - math.sqrt(z.shape[1]) * torch.std(unit, dim=0).mean().item())


def knn(bank, bank_labels, queries, k, temperature):
    classifier = KNeighborsClassifier(
        n_neighbors=k, metric="cosine", algorithm="brute", weights=lambda d: np.exp((1.0 - d) / temperature)
    )
    classifier.fit(bank.astype(np.float64), bank_labels)
    return classifier.predict(queries.astype(np.float64)).tolist()


def clusters(rng, rows, dim, classes, spread):
    centres = rng.normal(size=(classes, dim))
    labels = rng.integers(0, classes, size=rows)
    return (centres[labels] + spread * rng.normal(size=(rows, dim))).astype(np.float32), labels


def case(name, z, labels, bank_rows, k, temperature):
    return {
        "name": name,
        "dim": z.shape[1],
        "embeddings": [float(f"{v:.9g}") for v in z.ravel()],
        "labels": labels.tolist(),
        "bankRows": bank_rows,
        "k": k,
        "temperature": temperature,
        "predictions": knn(z[:bank_rows], labels[:bank_rows], z[bank_rows:], k, temperature),
        "rankMe": rank_me(z),
        "collapseLevel": collapse_level(z),
    }


def main():
    rng = np.random.default_rng(20260101)
    cases = []
    z, labels = clusters(rng, 120, 8, 4, 1.0)
    cases.append(case("overlapping clusters", z, labels, 90, 9, 0.1))
    z, labels = clusters(rng, 80, 16, 3, 0.6)
    cases.append(case("a decaying spectrum", (z * 0.6 ** np.arange(16)).astype(np.float32), labels, 60, 20, 0.07))
    z, labels = clusters(rng, 60, 12, 2, 1.0)
    cases.append(case("nearly constant", (5.0 + 0.02 * z).astype(np.float32), labels, 45, 5, 0.1))
    z, labels = clusters(rng, 50, 10, 3, 1.0)
    z[:, 4:] = 0.0
    cases.append(case("dead dimensions", z, labels, 40, 7, 0.5))
    z, labels = clusters(rng, 14, 20, 2, 1.0)
    cases.append(case("fewer rows than dimensions", z, labels, 10, 1, 0.1))
    golden = {
        "madeBy": "evaluator/src/test/golden/metrics.py",
        "numpy": np.__version__,
        "scikitLearn": sklearn.__version__,
        "torch": torch.__version__.split("+")[0],
        "rankMeEpsilon": RANKME_EPSILON,
        "cases": cases,
    }
    path = pathlib.Path(__file__).parent / "../resources/golden/metrics.json"
    path.write_text(json.dumps(golden, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
