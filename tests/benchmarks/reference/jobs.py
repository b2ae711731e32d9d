"""The jobs whose steps are compared."""

import json
import os
import random
import re

from ours import ROOT

# Nothing but the steps: no states on the disk, no limit to how long a step may wait for its order.
QUIET = {"checkpointEverySteps": 0, "checkpointEverySeconds": 0, "hangSeconds": 0, "loaderThreads": 1}


def read(path):
    """A job file, which may have comments."""
    with open(os.path.join(ROOT, path), encoding="utf-8") as file:
        return json.loads(re.sub(r"^\s*//.*$|\s//.*$", "", file.read(), flags=re.MULTILINE))


def small():
    """The default job, with fewer clips: a step of the second experience, exemplars and teacher included."""
    job = read("plugins.json")
    job["engine"]["options"] |= QUIET
    job["dataset"] = {"use": "synthetic", "options": {"trainClips": 6, "validationClips": 0, "testClips": 1}}
    job["metric"] = ["si-sdr", "continual"]
    job["observer"] = []
    return job, 16


def full():
    """The paper's network and spectra, on synthetic clips; the list has a third of exemplars, as the paper's has in its second step."""
    job = read("comparisons/paper/job.json")
    job["engine"]["options"] |= QUIET | {"exemplarRepeat": 80, "selection": {"mode": "last"}, "batchSize": 2, "evaluationBatchSize": 2}
    job["task"]["options"] |= {"clipSamples": 65280, "crop": "inside"}
    job["dataset"] = {"use": "synthetic", "options": {
        "classes": [], "classCount": 10, "seconds": 7, "trainClips": 4, "validationClips": 0, "testClips": 1}}
    job["strategy"] = "contav-sep"
    job["memory"] = {"use": "random", "options": {"perClass": 1}}
    job["metric"] = ["si-sdr", "continual"]
    job["observer"] = []
    return job, 4


def resnet(work, width=64):
    """ResNet-18 on pictures of CIFAR's size, LwF with exemplars; the pictures are noise."""
    folder = os.path.join(work, "cifar")
    os.makedirs(folder, exist_ok=True)
    source = random.Random(1)
    with open(os.path.join(folder, "batches.meta.txt"), "w", encoding="utf-8") as file:
        file.write("\n".join(f"class {label}" for label in range(10)))
    for name, count in [*((f"data_batch_{number}.bin", 40) for number in range(1, 6)), ("test_batch.bin", 20)]:
        with open(os.path.join(folder, name), "wb") as file:
            for place in range(count):
                file.write(bytes([place % 10]) + source.randbytes(3072))
    job = {
        "name": "resnet-18", "seed": 0,
        "engine": {"use": "continual", "options": {
            "batchSize": 32, "steps": {"first": 1, "later": 1}, "exemplarRepeat": 10, "laterRateFactor": 1, "selection": {"mode": "last"},
            "optimizers": {"*": {"type": "sgd", "rate": 0.01, "momentum": 0.9, "weightDecay": 0.0005}}, **QUIET}},
        "task": "classification",
        "classifier": {"use": "resnet", "options": {"depth": 18, "width": width}},
        "dataset": {"use": "cifar", "options": {"folder": folder, "validation": 0, "copies": "keep"}},
        "benchmark": {"use": "class-incremental", "options": {"classesPerExperience": 5}},
        "strategy": {"use": "lwf", "options": {"useMemory": True}},
        "memory": {"use": "random", "options": {"perClass": 2}},
        "metric": ["accuracy", "continual"], "observer": [],
    }
    return job, 32


def options(job, entry):
    """The options of a component that a job names."""
    value = job.get(entry)
    return value.get("options", {}) if isinstance(value, dict) else {}


def facts(job):
    """What a reference step reads of a job."""
    return {
        "optimizers": job["engine"]["options"]["optimizers"],
        "separatorOptions": options(job, "separator") or options(job, "classifier"),
        "strategyOptions": options(job, "strategy"),
        "task": options(job, "task"),
    }
