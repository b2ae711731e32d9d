"""The jobs of the measurement: many classes, little of everything else."""

# Between two saved states lies an experience; what is measured is the host and its learner, not the disk's predictions.
ENGINE = {
    "evaluationBatchSize": 64, "laterRateFactor": 1, "selection": {"mode": "last"}, "checkpointEverySteps": 0, "checkpointEverySeconds": 0,
    "logEverySteps": 1000, "records": {"keep": False},
}


def gaussians(classes, each, strategy, memory, steps, name, test=2):
    """Gaussian classes: a perceptron, a few steps an experience."""
    job = {
        "name": name, "seed": 0, "device": "cpu",
        "engine": {"use": "continual", "options": {
            **ENGINE, "batchSize": 16, "exemplarRepeat": 1, "steps": {"first": steps, "later": steps},
            "optimizers": {"*": {"type": "sgd", "rate": 0.05, "momentum": 0.9}}}},
        "task": "classification",
        "classifier": {"use": "mlp", "options": {"widths": [64]}},
        "dataset": {"use": "gaussians", "options": {
            "classes": classes, "dimensions": 32, "separation": 8, "trainSamples": 16, "validationSamples": 0, "testSamples": test}},
        "benchmark": {"use": "class-incremental", "options": {"classesPerExperience": each}},
        "strategy": strategy, "metric": ["accuracy", "continual"], "observer": ["jsonl"],
    }
    if memory:
        job["memory"] = memory
    return job


def separation(classes, each, steps, name):
    """Procedural instruments and their relatives: the smallest iQuery, one exemplar a class."""
    return {
        "name": name, "seed": 0, "device": "cpu",
        "engine": {"use": "continual", "options": {
            **ENGINE, "batchSize": 8, "exemplarRepeat": 1, "steps": {"first": steps, "later": steps},
            "optimizers": {"*": {"type": "adam", "rate": 0.001}}}},
        "task": {"use": "separation", "options": {"frames": 32, "bins": 32, "clipSamples": 7936, "crop": "inside"}},
        "separator": {"use": "iquery", "options": {
            "downs": 5, "channels": [4, 8, 8, 16, 16], "maskDim": 8, "hidden": 16, "heads": 2, "feedForward": 32, "encoderLayers": 1,
            "decoderLayers": 2, "unusedBlocks": False}},
        "features": "pixels",
        "dataset": {"use": "synthetic", "options": {
            "classes": [], "classCount": classes, "seconds": 1.5, "frameRate": 4, "frameSize": 16, "trainClips": 2, "validationClips": 0, "testClips": 1}},
        "benchmark": {"use": "class-incremental", "options": {"classesPerExperience": each}},
        "strategy": "contav-sep", "memory": {"use": "random", "options": {"total": max(classes, 64)}},
        "metric": ["si-sdr", "continual"], "observer": ["jsonl"],
    }


def capped(classes):
    """A memory whose cap is reached before the stream ends."""
    return {"use": "random", "options": {"total": classes}}


def all_jobs():
    """Jobs by name."""
    jobs = {}
    for classes in (20, 100, 500):
        jobs[f"Gaussian classes, {classes}"] = gaussians(classes, 10, "replay", capped(classes), 40, f"gaussians-{classes}")
    for classes in (20, 100, 500):
        jobs[f"separation, {classes}"] = separation(classes, 10, 12, f"separation-{classes}")
    jobs["1,000 experiences of one class"] = gaussians(1000, 1, "replay", capped(1000), 20, "one-class", test=1)
    return jobs
