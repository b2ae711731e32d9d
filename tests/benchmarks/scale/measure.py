"""What an experience costs as experiences become many. See docs/scale.md."""

import argparse
import datetime
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.realpath(os.path.join(HERE, "..", "..", ".."))
HOST = os.path.join(ROOT, "artifacts", "host", "dotnet-host.dll")
sys.path.insert(0, HERE)

import picture
from jobs import all_jobs

COLUMNS = {
    "step": ("a step, ms", 2),
    "test": ("a test sample, ms", 3),
    "between": ("between experiences, ms", 0),
    "resident": ("resident, MB", 0),
    "state": ("a saved state beyond the model, KB", 0),
}


class Watch(threading.Thread):
    """Resident memory and the newest saved state, by time."""

    def __init__(self, pid, folder):
        super().__init__(daemon=True)
        self.pid, self.folder = pid, os.path.join(folder, "checkpoints")
        self.resident, self.states = [], []
        self.over = False

    def run(self):
        while not self.over:
            now = time.time()
            try:
                with open(f"/proc/{self.pid}/statm", encoding="ascii") as file:
                    self.resident.append((now, int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")))
                newest = max((int(number[1]) for number in map(re.compile(r"state-(\d+)\.json$").match, os.listdir(self.folder)) if number), default=0)
                if newest and (not self.states or self.states[-1][1] != newest):
                    base = os.path.join(self.folder, f"state-{newest}.")
                    self.states.append((now, newest, sum(os.path.getsize(base + kind) for kind in ("json", "safetensors"))))
            except (OSError, ValueError, IndexError):
                pass
            time.sleep(0.02)


def seconds(text):
    return datetime.datetime.fromisoformat(re.sub(r"(\.\d{6})\d+", r"\1", text)).timestamp()


def run(name, job, work, plugins):
    """Runs a job; a row of figures for each experience."""
    file, output = os.path.join(work, "job.json"), os.path.join(work, "run")
    with open(file, "w", encoding="utf-8") as target:
        json.dump(job, target)
    shutil.rmtree(output, ignore_errors=True)
    with open(os.path.join(work, "log"), "w", encoding="utf-8") as log:
        began = time.time()
        command = ["dotnet", HOST, "run", file, "--output", output, "--threads", "2", *(["--plugins", plugins] if plugins else [])]
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, cwd=ROOT)
        watch = Watch(process.pid, output)
        watch.start()
        try:
            process.wait()
        finally:
            process.kill()
            watch.over = True
            watch.join()
    if process.returncode != 0:
        with open(os.path.join(work, "log"), encoding="utf-8") as log:
            raise SystemExit(f"'{name}' ended with exit code {process.returncode}:\n{log.read()[-3000:]}")
    with open(os.path.join(output, "metrics.json"), encoding="utf-8") as source:
        metrics = json.load(source)
    with open(os.path.join(output, "events.jsonl"), encoding="utf-8") as source:
        starts = [seconds(json.loads(line)["time"]) for line in source if '"event":"experience-started"' in line]
    rows = [row(each, starts, watch) for each in metrics["experiences"]]
    whole = {
        "seconds": time.time() - began,
        "final": metrics["experiences"][-1]["test"]["scores"],
        "peak": max(size for _, size in watch.resident) / 1e6,
        "metrics": os.path.getsize(os.path.join(output, "metrics.json")) / 1e6,
        "events": os.path.getsize(os.path.join(output, "events.jsonl")) / 1e6,
        "page": sum(os.path.getsize(os.path.join(base, each)) for base, _, names in os.walk(os.path.join(output, "report")) for each in names) / 1e6,
    }
    return rows, whole


def row(each, starts, watch):
    k = each["experience"]
    tested = each["test"]["counted"] + sum(part["counted"] for part in each["parts"])
    figures = {"step": 1000 * each["trainingSeconds"] / each["steps"], "test": 1000 * each["testSeconds"] / tested}
    if k + 1 >= len(starts):
        return figures
    begin, end = starts[k], starts[k + 1]
    figures["between"] = 1000 * (end - begin - each["trainingSeconds"] - each["testSeconds"])
    sizes = [size for at, size in watch.resident if begin <= at < end]
    if sizes:
        figures["resident"] = statistics.median(sizes) / 1e6
    states = [size for at, _, size in watch.states if begin <= at < end]
    if states:
        figures["state"] = (statistics.median(states) - each["modelBytes"]) / 1e3
    return figures


def ends(rows, name):
    """Medians of the early and of the last experiences: a tenth of the stream each, three at least; the first two warm up."""
    values = [each[name] for each in rows[2 if len(rows) > 4 else 0:] if name in each]
    if not values:
        return None, None
    part = max(min(3, len(values)), len(values) // 10)
    return statistics.median(values[:part]), statistics.median(values[-part:])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("jobs", nargs="*", help="words in the names of the jobs to run; all if none is named")
    parser.add_argument("--picture", metavar="FILE", help="writes the curves as SVG")
    parser.add_argument("--to", metavar="FILE", help="writes all figures as JSON")
    parser.add_argument("--read", metavar="FILE", help="takes figures that --to wrote, and runs nothing that they have")
    parser.add_argument("--plugins", metavar="FOLDER", help="further plugins")
    arguments = parser.parse_args()
    found = {}
    if arguments.read and os.path.exists(arguments.read):
        with open(arguments.read, encoding="utf-8") as file:
            found = json.load(file)
    work = tempfile.mkdtemp(prefix="scale-")
    try:
        for name, job in all_jobs().items():
            if name in found or (arguments.jobs and not any(word in name for word in arguments.jobs)):
                continue
            rows, whole = run(name, job, work, arguments.plugins)
            found[name] = {"rows": rows, "whole": whole}
            print(f"{name}: {len(rows)} experiences in {whole['seconds']:.0f} s", flush=True)
            if arguments.to:
                with open(arguments.to, "w", encoding="utf-8") as file:
                    json.dump(found, file)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    print("\n| job | experiences | " + " | ".join(title for title, _ in COLUMNS.values()) + " | whole run, s | peak, MB |")
    print("|---|---|" + "---|" * (len(COLUMNS) + 2))
    for name, each in found.items():
        cells = []
        for key, (_, digits) in COLUMNS.items():
            first, last = ends(each["rows"], key)
            cells.append("-" if first is None else f"{first:.{digits}f} to {last:.{digits}f}")
        print(f"| {name} | {len(each['rows'])} | " + " | ".join(cells) + f" | {each['whole']['seconds']:.0f} | {each['whole']['peak']:.0f} |")
    print("\nEach cell: the median of the early experiences and of the last, a tenth of the stream each.")
    for name, each in found.items():
        whole = each["whole"]
        print(f"{name}: metrics.json {whole['metrics']:.1f} MB, events.jsonl {whole['events']:.1f} MB, report {whole['page']:.1f} MB")
    if arguments.picture:
        picture.write(arguments.picture, found, COLUMNS)
    return 0


if __name__ == "__main__":
    sys.exit(main())
