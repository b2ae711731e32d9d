"""The step of the default job in plain PyTorch, alone in a process: prints its peak. Arguments: what the probe wrote, steps, threads."""

import json
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "reference"))

import torch

import tensors
from contav_sep import SeparationStep
from mappings import kinds, status


def main():
    folder, steps, threads = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    torch.set_num_threads(threads)
    with open(os.path.join(folder, "rest.json"), encoding="utf-8") as file:
        rest = json.load(file)
    record = {name: tensors.read(os.path.join(folder, name + ".safetensors")) for name in ("batch", "weights", "teacher")}
    before = status("self")["VmRSS"]
    step = SeparationStep({**record, **rest}, "cpu", torch.float32, True)
    del record
    for _ in range(steps):
        loss = step.step()
    print(json.dumps({"peak": status("self")["VmHWM"], "before": before, "held": kinds("self"), "loss": loss}))


if __name__ == "__main__":
    main()
