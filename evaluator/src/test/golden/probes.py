"""Writes ../resources/golden/probes.json: reference values of the probes and of label-free quality.

Classifiers come from scikit-learn (StandardScaler and LogisticRegression, Newton steps to a tight tolerance), reports from
its metrics, intervals from scipy.stats.bootstrap, spectra from numpy. LiDAR follows the steps of stable-pretraining's
callback (an inverse square root by eigenvectors, where the Java code uses a Cholesky factor), alpha-ReQ the weighted fit
of Stringer et al. by numpy.linalg.solve, alignment and uniformity the published code of Wang and Isola in torch. The
versions that made the file are in the file. Run from this folder: python probes.py
"""

import json
import pathlib

import numpy as np
import scipy
import sklearn
import torch
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import confusion_matrix, precision_recall_fscore_support
from sklearn.preprocessing import StandardScaler

STRENGTHS = [1e-4, 1e-2, 1.0]


def floats(z):
    return [float(f"{v:.9g}") for v in np.asarray(z).ravel()]


def clusters(rng, rows, dim, classes, spread):
    centres = rng.normal(size=(classes, dim))
    labels = rng.integers(0, classes, size=rows)
    return (centres[labels] + spread * rng.normal(size=(rows, dim))).astype(np.float32), labels


def regression(z, labels, strength):
    """The fit, with weights and biases that act on the embeddings as they are."""
    scaler = StandardScaler().fit(z.astype(np.float64))
    classes = labels.max() + 1
    c = strength * (2 if classes == 2 else 1)
    model = LogisticRegression(C=c, solver="newton-cholesky", tol=1e-13, max_iter=1000).fit(scaler.transform(z.astype(np.float64)), labels)
    coefficients, intercept = model.coef_, model.intercept_
    if classes == 2:
        coefficients = np.vstack([-coefficients / 2, coefficients / 2])
        intercept = np.concatenate([-intercept / 2, intercept / 2])
    weights = coefficients / scaler.scale_
    biases = intercept - weights @ scaler.mean_
    return weights, biases


def probe(name, z, labels, train_rows):
    train, test = z[:train_rows], z[train_rows:]
    classes = int(labels.max()) + 1
    fits = []
    for strength in STRENGTHS:
        weights, biases = regression(train, labels[:train_rows], strength)
        # a shift of all scores by the same number changes no probability: both sides are compared without it
        scores = test.astype(np.float64) @ weights.T + biases
        fits.append(
            {
                "inverseStrength": strength,
                "scores": (scores - scores.mean(axis=1, keepdims=True)).ravel().tolist(),
                "predictions": scores.argmax(axis=1).tolist(),
            }
        )
    truth, predicted = labels[train_rows:], np.array(fits[-1]["predictions"])
    precision, recall, f1, support = precision_recall_fscore_support(
        truth, predicted, labels=range(classes), zero_division=0
    )
    return {
        "name": name,
        "dim": z.shape[1],
        "embeddings": floats(z),
        "labels": labels.tolist(),
        "trainRows": train_rows,
        "fits": fits,
        "confusion": confusion_matrix(truth, predicted, labels=range(classes)).tolist(),
        "precision": precision.tolist(),
        "recall": recall.tolist(),
        "f1": f1.tolist(),
        "support": support.tolist(),
    }


def interval(name, sample):
    result = scipy.stats.bootstrap(
        (sample,), np.mean, n_resamples=20000, confidence_level=0.95, method="percentile", rng=np.random.default_rng(1)
    )
    return {
        "name": name,
        "sample": sample.tolist(),
        "low": float(result.confidence_interval.low),
        "high": float(result.confidence_interval.high),
    }


def lidar(views, views_per_image):
    delta, epsilon = 1e-4, 1e-8
    z = views.astype(np.float64).reshape(-1, views_per_image, views.shape[1])
    means = z.mean(axis=1)
    centred = means - means.mean(axis=0)
    between = centred.T @ centred / (len(z) - 1)
    residual = (z - means[:, None]).reshape(-1, z.shape[2])
    within = residual.T @ residual / (len(z) * (views_per_image - 1)) + delta * np.eye(z.shape[2])
    values, vectors = np.linalg.eigh(within)
    root = vectors @ np.diag(values**-0.5) @ vectors.T
    eigenvalues = np.clip(np.linalg.eigvalsh(root @ between @ root), 0, None) + epsilon
    p = eigenvalues / eigenvalues.sum()
    return float(np.exp(-(p * np.log(p)).sum()))


def alpha_req(z, first, last):
    eigenvalues = np.sort(np.linalg.eigvalsh(np.cov(z.astype(np.float64).T)))[::-1]
    ranks = np.arange(first, last + 1, dtype=np.float64)
    x = np.stack([-np.log(ranks), np.ones_like(ranks)], axis=1)
    w = (1 / ranks)[:, None]
    return float(np.linalg.solve(x.T @ (x * w), (x * w).T @ np.log(eigenvalues[first - 1 : last]))[0])


def alignment(x, y):
    x, y = (torch.nn.functional.normalize(torch.from_numpy(v).double(), dim=1) for v in (x, y))
    return (x - y).norm(p=2, dim=1).pow(2).mean().item()


def uniformity(x):
    x = torch.nn.functional.normalize(torch.from_numpy(x).double(), dim=1)
    return torch.pdist(x, p=2).pow(2).mul(-2).exp().mean().log().item()


def quality(name, views, views_per_image, first, last):
    return {
        "name": name,
        "dim": views.shape[1],
        "embeddings": floats(views),
        "viewsPerImage": views_per_image,
        "lidar": lidar(views, views_per_image),
        "firstRank": first,
        "lastRank": last,
        "alphaReq": alpha_req(views, first, last),
        "alignment": alignment(views[0::2], views[1::2]),
        "uniformity": uniformity(views),
    }


def views_of(rng, images, views_per_image, dim, decay, noise):
    image = rng.normal(size=(images, dim)) * decay ** np.arange(dim)
    return (np.repeat(image, views_per_image, axis=0) + noise * rng.normal(size=(images * views_per_image, dim))).astype(
        np.float32
    )


def main():
    rng = np.random.default_rng(20260102)
    probes = []
    z, labels = clusters(rng, 140, 10, 4, 1.2)
    probes.append(probe("four overlapping classes", z, labels, 100))
    z, labels = clusters(rng, 90, 7, 2, 1.5)
    probes.append(probe("two classes", z, labels, 60))
    z, labels = clusters(rng, 80, 6, 3, 1.0)
    probes.append(probe("nearly constant dimensions", (20.0 + 0.01 * z).astype(np.float32), labels, 60))
    z, labels = clusters(rng, 60, 9, 3, 1.0)
    z[:, 5:] = 0.0
    probes.append(probe("dead dimensions", z, labels, 45))
    hits = (rng.random(200) < 0.83).astype(float)
    difference = rng.choice([-1.0, 0.0, 1.0], size=150, p=[0.06, 0.82, 0.12])
    qualities = [
        quality("a decaying spectrum", views_of(rng, 16, 6, 12, 0.8, 0.3), 6, 2, 9),
        quality("fewer images than dimensions", views_of(rng, 8, 4, 16, 0.95, 0.2), 4, 1, 16),
        quality("views as far apart as images", views_of(rng, 20, 2, 8, 1.0, 1.0), 2, 3, 8),
    ]
    golden = {
        "madeBy": "evaluator/src/test/golden/probes.py",
        "numpy": np.__version__,
        "scipy": scipy.__version__,
        "scikitLearn": sklearn.__version__,
        "torch": torch.__version__.split("+")[0],
        "probes": probes,
        "intervals": [interval("an accuracy", hits), interval("a difference", difference)],
        "qualities": qualities,
    }
    path = pathlib.Path(__file__).parent / "../resources/golden/probes.json"
    path.write_text(json.dumps(golden, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
