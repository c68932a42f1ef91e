"""Writes ../resources/golden/drift.json: reference values of data drift.

The discrepancy, its bandwidth and its p-value come from alibi-detect's MMDDrift (2000 permutations) and, for the witness
and the linear-time estimate, from numpy with scikit-learn's rbf_kernel; components from scikit-learn's PCA, the Fréchet
distance from scipy.linalg.sqrtm, tests from scipy.stats.ks_2samp (the statistic also from
alibi-detect's KSDrift, whose p-values are asymptotic where these are exact), areas from
scikit-learn's pipeline and roc_auc_score, image statistics from OpenCV and numpy. The versions that made the file are in
the file. Run from this folder: python drift.py
"""

import json
import pathlib

import alibi_detect
import cv2
import numpy as np
import scipy
import sklearn
import torch
from alibi_detect.cd import KSDrift, MMDDrift
from scipy.linalg import sqrtm
from scipy.stats import ks_2samp, norm
from sklearn.decomposition import PCA
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.metrics.pairwise import rbf_kernel
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

COMPONENTS = 4
FOLDS = 3
INVERSE_STRENGTH = 0.01


def floats(z):
    return [float(f"{v:.9g}") for v in np.asarray(z).ravel()]


def off_diagonal_mean(k):
    return (k.sum(axis=1) - np.diag(k)) / (len(k) - 1)


def linear_time(x, y, gamma):
    n = min(len(x), len(y)) // 2 * 2
    k = lambda a, b: np.exp(-gamma * ((a - b) ** 2).sum(axis=1))
    x0, x1, y0, y1 = x[0:n:2], x[1:n:2], y[0:n:2], y[1:n:2]
    h = k(x0, x1) + k(y0, y1) - k(x0, y1) - k(x1, y0)
    return float(h.mean()), float(norm.sf(h.mean() / np.sqrt(h.var(ddof=1) / len(h))))


def frechet(x, y):
    a, b = np.cov(x.T), np.cov(y.T)
    return float(((x.mean(axis=0) - y.mean(axis=0)) ** 2).sum() + np.trace(a + b - 2 * np.real(sqrtm(a @ b))))


def area(x, y, fold_of):
    rows = np.vstack([x, y])
    sides = np.repeat([0, 1], [len(x), len(y)])
    areas = []
    for fold in range(FOLDS):
        train, test = fold_of != fold, fold_of == fold
        # the tolerance of the Java side moves scores by less than the gaps between them
        model = make_pipeline(
            StandardScaler(), LogisticRegression(C=2 * INVERSE_STRENGTH, solver="newton-cholesky", tol=1e-13)
        ).fit(rows[train], sides[train])
        areas.append(roc_auc_score(sides[test], model.decision_function(rows[test])))
    return float(np.mean(areas))


def case(name, x, y, rng):
    x, y = x.astype(np.float32), y.astype(np.float32)
    reference, window = x.astype(np.float64), y.astype(np.float64)
    np.random.seed(1)
    torch.manual_seed(1)
    detector = MMDDrift(reference, backend="pytorch", n_permutations=2000, device="cpu")
    mmd = detector.predict(window, return_p_val=True, return_distance=True)["data"]
    sigma = float(detector._detector.kernel.sigma.item())
    gamma = 1 / (2 * sigma**2)
    witness = off_diagonal_mean(rbf_kernel(window, gamma=gamma)) - rbf_kernel(window, reference, gamma=gamma).mean(axis=1)
    linear, linear_p = linear_time(reference, window, gamma)
    pca = PCA(n_components=COMPONENTS, svd_solver="full").fit(reference)
    px, py = pca.transform(reference), pca.transform(window)
    ks = [ks_2samp(px[:, c], py[:, c], method="exact") for c in range(COMPONENTS)]
    distances = KSDrift(px).predict(py, return_distance=True)["data"]["distance"]
    assert np.allclose(distances, [k.statistic for k in ks], atol=1e-6)
    order = np.argsort([k.pvalue for k in ks])
    holm = np.empty(COMPONENTS)
    holm[order] = np.minimum(
        1, np.maximum.accumulate(np.sort([k.pvalue for k in ks]) * np.arange(COMPONENTS, 0, -1))
    )
    fold_of = rng.integers(0, FOLDS, size=len(x) + len(y))
    norms = np.linalg.norm(reference, axis=1)
    return {
        "name": name,
        "dim": x.shape[1],
        "reference": floats(x),
        "window": floats(y),
        "sigma": sigma,
        "mmd2": float(mmd["distance"]),
        "mmdPValue": float(mmd["p_val"]),
        "witness": witness.tolist(),
        "linearMmd2": linear,
        "linearPValue": linear_p,
        "absoluteProjection": np.abs(py[:3]).ravel().tolist(),
        "frechet": frechet(px, py),
        "ksStatistics": [float(k.statistic) for k in ks],
        "ksPValues": [float(k.pvalue) for k in ks],
        "ksHolm": holm.tolist(),
        "foldOf": fold_of.tolist(),
        "area": area(reference, window, fold_of),
        "normShift": float((np.linalg.norm(window, axis=1).mean() - norms.mean()) / norms.std(ddof=1)),
    }


def ks(name, a, b):
    result = ks_2samp(a, b, method="exact")
    return {
        "name": name,
        "a": a.tolist(),
        "b": b.tolist(),
        "statistic": float(result.statistic),
        "pValue": float(result.pvalue),
    }


def image(name, bgr):
    luma = bgr.astype(np.float64) @ [0.114, 0.587, 0.299]
    return {
        "name": name,
        "width": bgr.shape[1],
        "height": bgr.shape[0],
        "bgr": bgr.ravel().tolist(),
        "brightness": float(luma.mean() / 255),
        "contrast": float(luma.std() / 255),
        "sharpness": float(cv2.Laplacian(luma, cv2.CV_64F).var()),
    }


def main():
    rng = np.random.default_rng(20260104)
    decay = 0.8 ** np.arange(8)
    draw = lambda n: rng.normal(size=(n, 8)) * decay + 2.0
    blob = draw(40)
    blob[:10] += rng.normal(size=8)
    cases = [
        case("no drift", draw(80), draw(40), rng),
        case("a shift of the mean", draw(70), draw(41) + 0.35, rng),
        case("a wider spread", draw(60), 2.0 + (draw(60) - 2.0) * 1.6, rng),
        case("a new class in a quarter of the window", draw(80), blob, rng),
    ]
    tests = [
        ks("different sizes", rng.normal(size=60), rng.normal(size=37) + 0.5),
        ks("equal sizes", rng.normal(size=50), rng.normal(size=50)),
        ks("ties", rng.integers(0, 6, size=40).astype(float), rng.integers(1, 7, size=30).astype(float)),
        ks("far apart", rng.normal(size=45), rng.normal(size=70) + 9.0),
        ks("one value", np.array([0.5]), rng.random(9)),
    ]
    images = [
        image("noise", rng.integers(0, 256, size=(7, 9, 3), dtype=np.uint8)),
        image("one column", rng.integers(0, 256, size=(6, 1, 3), dtype=np.uint8)),
        image("one colour", np.full((4, 5, 3), (10, 200, 90), dtype=np.uint8)),
    ]
    golden = {
        "madeBy": "evaluator/src/test/golden/drift.py",
        "numpy": np.__version__,
        "scipy": scipy.__version__,
        "scikitLearn": sklearn.__version__,
        "alibiDetect": alibi_detect.__version__,
        "torch": torch.__version__.split("+")[0],
        "openCv": cv2.__version__,
        "components": COMPONENTS,
        "folds": FOLDS,
        "inverseStrength": INVERSE_STRENGTH,
        "cases": cases,
        "tests": tests,
        "images": images,
    }
    path = pathlib.Path(__file__).parent / "../resources/golden/drift.json"
    path.write_text(json.dumps(golden, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
