"""Watches the streams of `slipstream bench drift` with alibi-detect's online MMD (deploy/bench/README.md).

Reads question.json in the directory named, with anchor-N.f32 and pool-N.f32 (float32 embeddings, row by row) and
trial-N.i32 (the rows of a pool that a stream is made of, int32), and writes answer.json: for each trial the number of
images until the alarm, 0 where there is none. A detector is calibrated per anchor and begins every trial anew, with a
test window that is full of images of the anchor.
"""

import importlib.metadata
import json
import pathlib
import sys
import time

import numpy as np
import torch
from alibi_detect.cd import MMDDriftOnline


def main():
    directory = pathlib.Path(sys.argv[1])
    question = json.loads((directory / "question.json").read_text())
    rows = lambda name: np.fromfile(directory / name, "<f4").reshape(-1, question["dim"])
    pools = [rows(f"pool-{i}.f32") for i in range(question["pools"])]
    images, calibration = [0] * len(question["trials"]), []
    for anchor in range(question["anchors"]):
        np.random.seed(question["seed"] + anchor)
        torch.manual_seed(question["seed"] + anchor)
        begin = time.perf_counter()
        detector = MMDDriftOnline(
            rows(f"anchor-{anchor}.f32"),
            ert=question["expected-run-time"],
            window_size=question["window"],
            backend="pytorch",
            n_bootstraps=question["bootstraps"],
            device="cpu",
            verbose=False,
        )._detector
        calibration.append(time.perf_counter() - begin)
        say(f"anchor {anchor}: thresholds after {calibration[-1]:.0f} s")
        of_anchor = [i for i, trial in enumerate(question["trials"]) if trial["anchor"] == anchor]
        for done, i in enumerate(of_anchor, 1):
            stream = np.fromfile(directory / f"trial-{i}.i32", "<i4")
            images[i] = until_alarm(detector, pools[question["trials"][i]["pool"]], stream)
            if done % max(1, len(of_anchor) // 10) == 0:
                say(f"anchor {anchor}: {done} of {len(of_anchor)} streams")
    answer = {
        "versions": {
            "python": sys.version.split()[0],
            "torch": torch.__version__,
            "alibi-detect": importlib.metadata.version("alibi-detect"),
            "numpy": np.__version__,
        },
        "images": images,
        "calibration-seconds": sum(calibration) / len(calibration),
    }
    (directory / "answer.json").write_text(json.dumps(answer))


def until_alarm(detector, pool, stream):
    """What `predict` does, without the list of all statistics that it grows."""
    detector._initialise_state()
    with torch.no_grad():
        for row in stream:
            if detector.score(pool[row]) > detector.get_threshold(detector.t):
                return detector.t
    return 0


def say(text):
    print("alibi-detect: " + text, flush=True)


if __name__ == "__main__":
    main()
