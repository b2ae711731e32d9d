"""A job's step in each precision beside plain PyTorch on one device: rates, memory, use, where the time goes. See README.md."""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import warnings

import torch

import compare
import jobs
from ours import Ours

# How far a loss may be from the reference's, as a part of it: both round in their own way, and a GPU's float32 may be TF32.
LOSS_TOLERANCE = {"cpu": {"fp32": 1e-4, "bf16": 2e-2, "fp16": 1e-2}, "cuda": {"fp32": 1e-2, "bf16": 5e-2, "fp16": 5e-2}}


class Watch:
    """Looks at a process and, where there is one, at the GPU until it is left: the most memory, and the mean use."""

    def __init__(self, pid, device):
        self.pid, self.cuda = pid, device.startswith("cuda")
        self.index = device.partition(":")[2] or "0"
        self.smi, self.lines = None, []

    def __enter__(self):
        try:
            # The highest resident size is counted anew; where that is not allowed it is that of the whole process.
            with open(f"/proc/{self.pid}/clear_refs", "w", encoding="ascii") as file:
                file.write("5")
        except OSError:
            pass
        if self.cuda and shutil.which("nvidia-smi"):
            self.smi = subprocess.Popen(
                ["nvidia-smi", "--query-gpu=utilization.gpu,memory.used", "--format=csv,noheader,nounits", "-lms", "200", "-i", self.index],
                stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
            threading.Thread(target=self.read, args=(self.smi.stdout,), daemon=True).start()
        self.began, self.worked = time.perf_counter(), self.seconds()
        return self

    def read(self, stream):
        for line in stream:
            self.lines.append(line)

    def seconds(self):
        """Processor seconds of the process so far."""
        with open(f"/proc/{self.pid}/stat", encoding="ascii") as file:
            fields = file.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def __exit__(self, *_):
        wall = time.perf_counter() - self.began
        with open(f"/proc/{self.pid}/status", encoding="ascii") as file:
            peak = next(int(line.split()[1]) for line in file if line.startswith("VmHWM")) // 1024
        self.found = f"{peak} MiB resident at most, {(self.seconds() - self.worked) / wall:.2f} processors"
        if self.smi is not None:
            self.smi.terminate()
            self.smi.wait()
            # A card that cannot tell says "[N/A]".
            samples = [[int(field) for field in line.split(",")] for line in self.lines if "[" not in line]
            if samples:
                self.found += (f"; GPU {sum(use for use, _ in samples) / len(samples):.0f} % in use over {len(samples)} samples, "
                               f"{max(memory for _, memory in samples)} MiB of its memory in use at most")


def synchronised(step, device):
    """Milliseconds of the reference's parts, each to its end on the device."""
    wait = torch.cuda.synchronize if device.startswith("cuda") else lambda: None
    times = []
    for _ in range(5):
        wait()
        marks = [time.perf_counter()]
        total = step.forward()[2]
        wait()
        marks.append(time.perf_counter())
        step.backward(total)
        wait()
        marks.append(time.perf_counter())
        step.update()
        wait()
        marks.append(time.perf_counter())
        times.append([(end - begin) * 1000 for begin, end in zip(marks, marks[1:])])
    return {name: sorted(each)[2] for name, each in zip(("forward and loss", "backward", "optimizer"), zip(*times))}


def text(parts):
    return ", ".join(f"{name} {value:.2f} ms" for name, value in parts.items())


def middle(values):
    return sorted(values)[len(values) // 2]


def own_parts(answer):
    """Medians of the parts of a step between the hooks."""
    return {name: middle(answer[name]) for name in ("forward", "loss", "backward", "optimizer", "between") if answer.get(name)}


def can_compute(device, dtype):
    """Whether this torch has autocast in that type on that device."""
    if dtype == "fp32":
        return True
    warnings.simplefilter("ignore")
    try:
        with torch.autocast(device.split(":")[0], dtype=compare.TYPES[dtype]):
            product = torch.ones(2, 2, device=device) @ torch.ones(2, 2, device=device)
            # Old versions have products in it on a CPU, and no norm of what comes of them.
            torch.nn.LayerNorm(2, device=device)(product)
            return product.dtype == compare.TYPES[dtype]
    except RuntimeError:
        return False


def run(dtype, arguments, work):
    """One precision; whether the losses agree."""
    job, size = getattr(jobs, arguments.case)()
    size = arguments.batch or size
    job["engine"]["options"]["precision"] = dtype
    arguments.dtype = dtype
    compare.say(f"\n{arguments.case}, batch {size}, {arguments.device}, {dtype}, {arguments.steps} steps")
    probe = Ours(job, work, arguments.threads, True, size, arguments.device)
    record = compare.written(probe, job, os.path.join(work, "written"))
    parts = own_parts(probe.order("steps", count=5))
    probe.close()
    # A run of its own takes the steps: nothing but the step is in its times.
    ours = Ours(job, work, arguments.threads, False, size, arguments.device)
    ours.order("steps", count=min(5, arguments.steps))
    with Watch(ours.process.pid, arguments.device) as watch:
        times = ours.order("steps", count=arguments.steps)["steps"]
    ours.close()
    rate = 1000 * len(times) / sum(times)
    compare.say(f"  ours, libtorch {record['facts']['libtorch']}: {rate:.2f} steps per second; {watch.found}")
    compare.say(f"  parts of ours: {text(parts)}")
    if not can_compute(arguments.device, dtype):
        compare.say(f"  reference: torch {torch.__version__} has no {dtype} on {arguments.device}, so there is nothing to compare with")
        return True

    step = compare.reference(record, arguments)
    terms, _, total = step.forward()
    own = sum(term["weight"] * term["value"] for term in record["facts"]["terms"] if term["name"] in terms)
    difference = abs(total.item() - own) / abs(own)
    most = LOSS_TOLERANCE[arguments.device.split(":")[0]][dtype]
    compare.say(f"  loss of the first step: ours {own:.6f}, reference {total.item():.6f}, {difference:.1e} apart"
                + ("" if difference <= most else f", MORE THAN {most:.0e}"))
    del terms, total
    for _ in range(min(5, arguments.steps)):
        step.step()
    with Watch(os.getpid(), arguments.device) as watch:
        began = time.perf_counter()
        for _ in range(arguments.steps):
            step.step()
        other = arguments.steps / (time.perf_counter() - began)
    compare.say(f"  reference, torch {torch.__version__}: {other:.2f} steps per second; {watch.found}")
    compare.say(f"  parts of the reference: {text(synchronised(step, arguments.device))}")
    compare.say(f"  a step of ours takes {other / rate:.2f} times as long as one of the reference")
    if arguments.profile:
        compare.profile(step, arguments.profile, f"{arguments.case}-{dtype}")
    return difference <= most


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("case", nargs="?", choices=("full", "small"), default="full")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--dtypes", nargs="+", choices=compare.TYPES, default=list(compare.TYPES))
    parser.add_argument("--steps", type=int, default=200)
    parser.add_argument("--batch", type=int, default=0, help="items of a batch")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--profile", metavar="FOLDER", help="writes the reference's profiles")
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    if compare.plain_blas():
        compare.say("the reference's torch has a plain BLAS: on a CPU its matrix products take many times as long as they need to")
    good = True
    for dtype in arguments.dtypes:
        work = tempfile.mkdtemp(prefix="reference-")
        try:
            good &= run(dtype, arguments, work)
        finally:
            shutil.rmtree(work, ignore_errors=True)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
