"""Peak memory of the default job, of its steps alone, and of the same step in plain PyTorch. See docs/memory-use.md."""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "reference"))

import jobs
from mappings import NAMES, Watch
from ours import ROOT, Ours

# What a job may need beyond the step in plain PyTorch.
ALLOWED_KIB = 100_000_000 // 1024


def whole(arguments, work):
    """The whole job in a process of its own."""
    output = os.path.join(work, "whole")
    events = os.path.join(output, "events.jsonl")
    command = [os.path.join(ROOT, "host", "dotnet-host"), "run", arguments.job, "--output", output, "--threads", str(arguments.threads)]
    for pair in arguments.set:
        command += ["--set", pair]
    with open(os.path.join(work, "whole.log"), "w", encoding="utf-8") as log:
        environment = {name: value for name, value in os.environ.items() if name != "LD_LIBRARY_PATH"}
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, cwd=ROOT, env=environment)
        watch = Watch(process.pid, lambda: moment(events))
        watch.start()
        process.wait()
    watch.stop()
    try:
        with open(os.path.join(output, "metrics.json"), encoding="utf-8") as file:
            metrics = json.load(file)
        watch.steps_per_second, watch.matrix = metrics["stepsPerSecond"], metrics["matrix"]
    except OSError:
        watch.steps_per_second, watch.matrix = 0, {}
    if process.returncode != 0:
        with open(os.path.join(work, "whole.log"), encoding="utf-8") as log:
            raise SystemExit(f"The job ended with exit code {process.returncode}:\n{log.read()}")
    return watch


def moment(events):
    """What a run does, from the last event it wrote."""
    try:
        with open(events, "rb") as file:
            file.seek(max(0, os.path.getsize(events) - 4096))
            lines = file.read().splitlines()
        last = json.loads(lines[-1])
    except (OSError, ValueError, IndexError):
        return "start"
    if last["event"] == "progress":
        return last["activity"]
    if last["event"] == "step":
        return f"experience {last['experience'] + 1}/4"
    return last["event"]


def steps_alone(arguments, work):
    """Our steps, and what the probe wrote of one: the peak in KiB and the folder."""
    job, size = jobs.small()
    folder = os.path.join(work, "written")
    os.makedirs(folder)
    probe = Ours(job, work, arguments.threads, True, size)
    facts = probe.order("write", folder=folder)
    probe.close()
    with open(os.path.join(folder, "rest.json"), "w", encoding="utf-8") as file:
        json.dump({"facts": facts, "job": jobs.facts(job)}, file)
    ours = Ours(job, work, arguments.threads, False, size)
    watch = Watch(ours.process.pid)
    watch.start()
    ours.order("steps", count=arguments.steps)
    watch.stop()
    ours.close()
    return watch, folder


def plain(arguments, folder):
    """The same step in plain PyTorch."""
    run = subprocess.run(
        [sys.executable, os.path.join(HERE, "plain.py"), folder, str(arguments.steps), str(arguments.threads)],
        check=True, capture_output=True, text=True)
    return json.loads(run.stdout.splitlines()[-1])


def mb(kib):
    return f"{kib * 1024 / 1e6:,.0f}"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--job", default=os.path.join(ROOT, "plugins.json"))
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--steps", type=int, default=25)
    parser.add_argument("--set", action="append", default=[], metavar="PATH=VALUE", help="an option of the whole job, as of dotnet host run")
    parser.add_argument("--only", choices=("whole", "steps"), help="one half of it")
    parser.add_argument("--to", metavar="FILE", help="figures as JSON")
    arguments = parser.parse_args()
    work = tempfile.mkdtemp(prefix="memory-")
    figures = {}
    try:
        if arguments.only != "whole":
            alone, folder = steps_alone(arguments, work)
            other = plain(arguments, folder)
            figures |= {"steps": {"peak": alone.peak, "held": alone.at_peak}, "plain": other}
            print(f"the step in plain PyTorch, alone       {mb(other['peak']):>8} MB", flush=True)
            print(f"our steps alone, in the host           {mb(alone.peak):>8} MB", flush=True)
        if arguments.only != "steps":
            job = whole(arguments, work)
            figures["whole"] = {"peak": job.peak, "held": job.at_peak, "peaks": job.peaks, "moments": job.moments, "matrix": job.matrix}
            print(f"the whole default job                  {mb(job.peak):>8} MB, {job.steps_per_second:.2f} steps/s", flush=True)
        if arguments.only is None:
            more = job.peak - other["peak"]
            print(f"the job beyond the step                {mb(more):>8} MB: {'within' if more <= ALLOWED_KIB else 'MORE THAN'} 100 MB")
        held = {name: figures[name]["held"] for name in ("plain", "steps", "whole") if name in figures}
        print("\nMB resident near the peak" + "".join(f"{name:>10}" for name in held))
        for kind, text in NAMES.items():
            print(f"  {text[:76]:<78}" + "".join(f"{mb(each.get(kind, 0)):>10}" for each in held.values()))
        if "whole" in figures:
            print("\nthe job's peak while it does what")
            for name, peak in figures["whole"]["peaks"].items():
                print(f"  {name:<40}{mb(peak):>8} MB")
        if arguments.to:
            with open(arguments.to, "w", encoding="utf-8") as file:
                json.dump(figures, file, indent=1)
        return 0 if arguments.only or figures["whole"]["peak"] - figures["plain"]["peak"] <= ALLOWED_KIB else 1
    finally:
        shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
