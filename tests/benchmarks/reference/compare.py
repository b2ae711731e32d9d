"""Steps of our jobs beside the same steps in plain PyTorch: equal first, then timed by turns. See README.md."""

import argparse
import os
import shutil
import statistics
import sys
import tempfile
import time

import torch

import jobs
import library
import tensors
from contav_sep import SeparationStep
from ours import Ours
from resnet import ClassificationStep
from spectra import Mixtures

TOLERANCE = 1e-5
# Steps of a round, long enough for a median and short enough to alternate.
STEPS = {"small": 10, "full": 1, "resnet": 4}
TYPES = {"fp32": torch.float32, "bf16": torch.bfloat16, "fp16": torch.float16}


def say(*words):
    print(*words, flush=True)


def written(ours, job, folder):
    """What the probe writes of the next step."""
    os.makedirs(folder, exist_ok=True)
    answer = ours.order("write", folder=folder)
    read = {name: tensors.read(os.path.join(folder, name + ".safetensors")) for name in ("batch", "weights", "teacher", "outputs")}
    return {**read, "facts": answer, "job": jobs.facts(job)}


def reference(record, arguments, foreach=True):
    kind = SeparationStep if "targets" in record["batch"] else ClassificationStep
    return kind(record, arguments.device, TYPES[arguments.dtype], foreach)


def differences(record, step, ours):
    """How far the reference is from ours on equal weights, by what is compared; each with the most that is allowed."""
    terms, outputs, total = step.forward()
    step.backward(total)
    found = {}
    for name, value in outputs.items():
        found[f"output {name}"] = ((value.detach().cpu() - record["outputs"][name]).abs().max().item(), TOLERANCE)
    for term in record["facts"]["terms"]:
        weight, value = terms[term["name"]]
        assert weight == term["weight"], f"the weight of {term['name']} is {weight}, ours {term['weight']}"
        found[f"loss {term['name']}"] = (abs(value.item() - term["value"]) / max(1, abs(term["value"])), TOLERANCE)
    assert set(terms) == {term["name"] for term in record["facts"]["terms"]}, "the terms differ"
    for name, norm in step.gradient_norms().items():
        found[f"gradient norm of {name}"] = (abs(norm / record["facts"]["gradients"][name] - 1), 10 * TOLERANCE)
    batch = record["batch"]
    if "sources" in batch:
        made = Mixtures(record["job"]["task"]).batch(batch["sources"], record["facts"]["slots"])
        # Where the mixture is next to silent a mask is a ratio of rounding errors: it counts as much as it weighs in the loss.
        weighted = (made["targets"] - batch["targets"]).view(-1, *batch["weights"].shape) * batch["weights"]
        found["batch targets, weighted"] = (weighted.abs().max().item(), TOLERANCE)
        for name in ("input", "weights"):
            found[f"batch {name}"] = ((made[name] - batch[name]).abs().max().item(), TOLERANCE)
    step.update()
    # The same optimizers too: after some steps the losses are still the same, to what rounding makes of Adam's first steps.
    own, theirs = ours.order("steps", count=5)["losses"], [step.step() for _ in range(5)]
    found["loss after five steps"] = (abs(theirs[-1] - own[-1]) / abs(own[-1]), 2e-3)
    return found


def check(record, step, ours):
    """Prints the differences; whether all are small enough."""
    good = True
    for name, (value, most) in differences(record, step, ours).items():
        fits = value <= most
        good &= fits
        say(f"  {name}: {value:.1e}{'' if fits else f', MORE THAN {most:.0e}'}")
    return good


def times_ms(count, work):
    times = []
    for _ in range(count):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1000)
    return times


def median_ms(count, work):
    return statistics.median(times_ms(count, work))


def reference_parts(step, count):
    """Medians of the reference's parts, in milliseconds."""
    times = {"forward and loss": [], "backward": [], "optimizer": []}
    for _ in range(count):
        marks = [time.perf_counter()]
        total = step.forward()[2]
        marks.append(time.perf_counter())
        step.backward(total)
        marks.append(time.perf_counter())
        step.update()
        marks.append(time.perf_counter())
        for name, begin, end in zip(times, marks, marks[1:]):
            times[name].append((end - begin) * 1000)
    return {name: statistics.median(each) for name, each in times.items()}


def quicker(record, step, arguments):
    """The reference with the optimizer that is quicker here: over lists of tensors, or one tensor at a time."""
    other = reference(record, arguments, foreach=False)
    other.step()
    return other if median_ms(5, other.update) < median_ms(5, step.update) else step


def plain_blas():
    """Whether matrix products come from a BLAS that is not made for speed."""
    with open("/proc/self/maps", encoding="utf-8") as maps:
        return "BLAS_INFO=generic" in torch.__config__.show() and "openblas" not in maps.read()


def spread(values):
    return f"{statistics.median(values):.2f} ({min(values):.2f} to {max(values):.2f})"


def rounds(ours, step, arguments, steps):
    """Ours and the reference by turns, each with the library's set. Returns lists by name; of a round's steps the median and the least."""
    result = {name: [] for name in ("ours", "reference", "library ours", "library reference", "least ours", "least reference")}
    entries = []

    def add(side, times):
        result[side].append(statistics.median(times))
        result["least " + side].append(min(times))

    ours.order("steps", count=2)
    step.step()
    for turn in range(arguments.rounds):
        def own():
            add("ours", ours.order("steps", count=steps)["steps"])

        def other():
            add("reference", times_ms(steps, step.step))

        for work in (own, other) if turn % 2 == 0 else (other, own):
            work()
        pair = ours.order("library", repeats=3), library.timed(3)
        entries.append(pair)
        for name, times in zip(("library ours", "library reference"), pair):
            result[name].append(sum(times.values()))
    return result, entries


def profile(step, folder, case):
    """The reference's own profile, so that everybody sees where its time goes."""
    os.makedirs(folder, exist_ok=True)
    with torch.profiler.profile(record_shapes=False) as recorded:
        for _ in range(3):
            step.step()
    file = os.path.join(folder, f"{case}.txt")
    key = "self_cuda_time_total" if torch.cuda.is_available() else "self_cpu_time_total"
    with open(file, "w", encoding="utf-8") as output:
        output.write(recorded.key_averages().table(sort_by=key, row_limit=30))
    say(f"  profile of the reference: {file}")


def loader(ours, record, step_ms, threads):
    """What one thread of the loader makes, against what the step takes."""
    answer = ours.order("loader", batches=8)
    made = statistics.median(answer["batches"])
    size = answer["size"]
    line = f"  loader, one thread: {1000 * size / made:.0f} samples/s, the step takes {1000 * size / step_ms:.0f}: {step_ms / made:.1f} times"
    if "sources" in record["batch"]:
        mixtures, slots = Mixtures(record["job"]["task"]), record["facts"]["slots"]
        torch.set_num_threads(1)
        line += f"; spectra and masks alone in the reference {1000 * size / median_ms(8, lambda: mixtures.batch(record['batch']['sources'], slots)):.0f} samples/s"
        torch.set_num_threads(threads)
    say(line)


def compare(case, threads, arguments, work):
    """Compares one case with one number of threads; whether outputs agree."""
    job, size = jobs.resnet(work, arguments.width) if case == "resnet" else getattr(jobs, case)()
    size = arguments.batch or size
    job["engine"]["options"] |= {"precision": arguments.dtype, "memoryFormat": arguments.layout}
    torch.set_num_threads(threads)
    say(f"\n{case}, batch {size}, {threads} threads")
    with_parts = Ours(job, work, threads, True, size, arguments.device)
    record = written(with_parts, job, os.path.join(work, "written"))
    theirs, own = torch.__version__, record["facts"]["libtorch"]
    say(f"  reference on torch {theirs}, ours on libtorch {own}"
        + ("" if theirs.split(".")[:2] == own.split(".")[:2] else ": not the same, so read ratios relative to the library"))
    if plain_blas():
        say("  the reference's torch has a plain BLAS: its matrix products take many times as long as they need to")
    step = reference(record, arguments)
    if arguments.dtype == "fp32" and not check(record, step, with_parts):
        with_parts.close()
        return False
    if arguments.check:
        with_parts.close()
        return True
    steps = arguments.steps or STEPS[case]
    count = max(3, 3 * steps)
    parts = with_parts.order("steps", count=count)
    with_parts.close()
    step = quicker(record, step, arguments)
    ours = Ours(job, work, threads, False, size, arguments.device)
    times, entries = rounds(ours, step, arguments, steps)
    report(times, entries, parts, reference_parts(step, count))
    loader(ours, record, statistics.median(times["ours"]), threads)
    ours.close()
    if arguments.profile:
        profile(step, arguments.profile, case)
    return True


def report(times, entries, parts, others):
    ratios = [own / other for own, other in zip(times["ours"], times["reference"])]
    of_library = [own / other for own, other in zip(times["library ours"], times["library reference"])]
    relative = [step / own for step, own in zip(ratios, of_library)]
    say(f"  step: ours {statistics.median(times['ours']):.2f} ms, reference {statistics.median(times['reference']):.2f} ms, ratio {spread(ratios)}")
    least = [min(times["least " + side]) for side in ("ours", "reference")]
    say(f"  quickest step: ours {least[0]:.2f} ms, reference {least[1]:.2f} ms, ratio {least[0] / least[1]:.2f}")
    say(f"  library: ours {statistics.median(times['library ours']):.2f} ms, reference {statistics.median(times['library reference']):.2f} ms, "
        f"ratio {spread(of_library)}")
    for name in entries[0][0]:
        pair = [statistics.median(entry[side][name] for entry in entries) for side in (0, 1)]
        say(f"    {name}: {pair[0]:.2f} ms, {pair[1]:.2f} ms, ratio {pair[0] / pair[1]:.2f}")
    best = [sum(min(entry[side][name] for entry in entries) for name in entries[0][0]) for side in (0, 1)]
    say(f"  step relative to the library: {spread(relative)}; of the quickest {least[0] / least[1] / (best[0] / best[1]):.2f}")
    medians = {name: statistics.median(values) for name, values in parts.items() if isinstance(values, list) and name != "losses"}
    whole = medians.pop("steps")
    hooks = {name.removeprefix("hook."): value for name, value in medians.items() if name.startswith("hook.")}
    say("  parts of ours: " + ", ".join(f"{name} {value:.2f} ms" for name, value in medians.items() if not name.startswith("hook.")))
    say("  parts of the reference: " + ", ".join(f"{name} {value:.2f} ms" for name, value in others.items()))
    say(f"  optimizer: {100 * medians['optimizer'] / whole:.1f} % of our step, {100 * others['optimizer'] / sum(others.values()):.1f} % of the reference's")
    say(f"  a strategy with every hook: {100 * sum(hooks.values()) / whole:.2f} % of our step ("
        + ", ".join(f"{name} {value:.3f} ms" for name, value in hooks.items()) + ")")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cases", nargs="*", default=["small", "resnet", "full"], metavar="CASE", help="small, resnet, full; all if none is named")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--steps", type=int, default=0, help="steps of a round")
    parser.add_argument("--batch", type=int, default=0, help="items of a batch")
    parser.add_argument("--width", type=int, default=64, help="channels of ResNet-18's first stage")
    parser.add_argument("--threads", type=int, nargs="+", default=[2])
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--dtype", choices=TYPES, default="fp32", help="of both; the check is for fp32")
    parser.add_argument("--layout", choices=("plain", "channels-last"), default="plain", help="engine.options.memoryFormat of ours")
    parser.add_argument("--check", action="store_true", help="only whether outputs are equal")
    parser.add_argument("--profile", metavar="FOLDER", help="writes the reference's profile")
    arguments = parser.parse_args()
    good = True
    for case in arguments.cases:
        for threads in arguments.threads:
            work = tempfile.mkdtemp(prefix="reference-")
            try:
                good &= compare(case, threads, arguments, work)
            finally:
                shutil.rmtree(work, ignore_errors=True)
    if not good:
        say("outputs differ")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
