"""Writes ../resources/golden/shift.json: reference values of representation drift.

CKA is computed from n x n kernels with the unbiased HSIC of Song et al. (the Java code works from features), neighbours
come from scikit-learn's NearestNeighbors, the Procrustes residual from scipy.spatial.procrustes, the map and its R2 from
scikit-learn's Ridge and r2_score. The versions that made the file are in the file. Run from this folder: python shift.py
"""

import json
import pathlib

import numpy as np
import scipy
import sklearn
from scipy.spatial import procrustes
from sklearn.linear_model import Ridge
from sklearn.metrics import r2_score
from sklearn.neighbors import NearestNeighbors

K = 10
PENALTY = 1e-3


def floats(z):
    return [float(f"{v:.9g}") for v in np.asarray(z).ravel()]


def hsic(k, l):
    n = len(k)
    k, l = k - np.diag(np.diag(k)), l - np.diag(np.diag(l))
    one = np.ones(n)
    return (
        np.trace(k @ l)
        + (one @ k @ one) * (one @ l @ one) / ((n - 1) * (n - 2))
        - 2 / (n - 2) * (one @ k @ l @ one)
    ) / (n * (n - 3))


def cka(a, b):
    k, l = a @ a.T, b @ b.T
    return float(hsic(k, l) / np.sqrt(hsic(k, k) * hsic(l, l)))


def neighbours(z):
    search = NearestNeighbors(n_neighbors=K, metric="cosine", algorithm="brute").fit(z)
    return search.kneighbors(return_distance=False)


def overlap(a, b):
    return float(np.mean([len(set(x) & set(y)) / K for x, y in zip(neighbours(a), neighbours(b))]))


def residual(a, b):
    width = max(a.shape[1], b.shape[1])
    pad = lambda z: np.pad(z, ((0, 0), (0, width - z.shape[1])))
    return float(procrustes(pad(a), pad(b))[2])


def case(name, a, b):
    a, b = a.astype(np.float32), b.astype(np.float32)
    old, new = a.astype(np.float64), b.astype(np.float64)
    half = len(a) // 2
    alpha = PENALTY * ((old[:half] - old[:half].mean(axis=0)) ** 2).sum() / old.shape[1]
    ridge = Ridge(alpha=alpha, solver="cholesky").fit(old[:half], new[:half])
    mapped = ridge.predict(old[half:])
    return {
        "name": name,
        "dimA": a.shape[1],
        "a": floats(a),
        "dimB": b.shape[1],
        "b": floats(b),
        "debiasedCka": cka(old, new),
        "overlap": overlap(old, new),
        "procrustes": residual(old, new),
        "mapped": mapped[:5].ravel().tolist(),
        "r2": float(r2_score(new[half:], mapped, multioutput="variance_weighted")),
    }


def main():
    rng = np.random.default_rng(20260103)
    z = rng.normal(size=(80, 8)) * 0.8 ** np.arange(8) + 3.0
    rotation, _ = np.linalg.qr(rng.normal(size=(8, 8)))
    cases = [
        case("a rotation with a little noise", z, 2.0 * z @ rotation + 0.05 * rng.normal(size=z.shape)),
        case("a nonlinear change", z, np.tanh(z - 3.0) ** 2 + 0.3 * z),
        case("another dimension", z, z @ rng.normal(size=(8, 5)) + 0.5 * rng.normal(size=(80, 5))),
        case("nothing in common", z, rng.normal(size=(80, 12))),
    ]
    golden = {
        "madeBy": "evaluator/src/test/golden/shift.py",
        "numpy": np.__version__,
        "scipy": scipy.__version__,
        "scikitLearn": sklearn.__version__,
        "k": K,
        "penalty": PENALTY,
        "cases": cases,
    }
    path = pathlib.Path(__file__).parent / "../resources/golden/shift.json"
    path.write_text(json.dumps(golden, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
