"""Runs jobs under hostile conditions, and compares what they come to with runs that nothing happened to.

Every strategy and every memory of the built plugins has a job: one of separation or one of classification. A job runs once undisturbed; then a
second run of it is killed (SIGKILL) at random moments and resumed until it ends. Weights and figures of both must be the same, byte for byte.
"""

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

SEPARATION = {
    "seed": 5, "threads": 1,
    "engine": {"use": "continual", "options": {
        "batchSize": 2, "evaluationBatchSize": 2, "steps": {"first": 24, "later": 16}, "exemplarRepeat": 2,
        "optimizers": {"*": {"type": "adam", "rate": 0.001}}, "logEverySteps": 1, "checkpointEverySteps": 5}},
    "task": {"use": "separation", "options": {"nFft": 126, "hop": 32, "frames": 16, "bins": 16, "crop": "inside"}},
    "separator": {"use": "iquery", "options": {
        "downs": 3, "channels": [4, 4, 4], "maskDim": 4, "latentStage": 2, "hidden": 8, "heads": 1, "feedForward": 8, "decoderLayers": 2,
        "unusedBlocks": False}},
    "features": "pixels",
    "dataset": {"use": "synthetic", "options": {
        "classes": ["flute", "drum", "violin", "piano"], "trainClips": 4, "validationClips": 2, "testClips": 2, "seconds": 0.5, "frameSize": 16}},
    "benchmark": {"use": "class-incremental", "options": {"classesPerExperience": 2}},
    "strategy": "fine-tuning",
    "memory": {"use": "random", "options": {"total": 4}},
    "metric": [{"use": "bss-eval", "options": {"filterLength": 8}}, "continual"],
}

CLASSIFICATION = {
    "seed": 5, "threads": 1,
    "engine": {"use": "continual", "options": {
        "batchSize": 8, "evaluationBatchSize": 64, "steps": {"first": 40, "later": 30}, "exemplarRepeat": 2,
        "optimizers": {"*": {"type": "sgd", "rate": 0.05}}, "logEverySteps": 1, "checkpointEverySteps": 7,
        "selection": {"mode": "best", "everySteps": 10}}},
    "task": "classification",
    "classifier": {"use": "mlp", "options": {"widths": [8]}},
    "dataset": {"use": "letters", "options": {"source": "embedded"}},
    "benchmark": {"use": "class-incremental", "options": {"classOrder": ["A", "B", "C", "D", "E", "F"], "classesPerExperience": 2}},
    "strategy": "fine-tuning",
    "memory": {"use": "random", "options": {"total": 6}},
    "metric": ["accuracy", "continual"],
}

# Methods that compare or grow stages of a network need one that has some.
PICTURES = {
    "classifier": {"use": "resnet", "options": {"depth": 8}},
    "dataset": {"use": "digits", "options": {"variant": "sklearn", "source": "embedded"}},
    "benchmark": {"use": "class-incremental", "options": {"classOrder": ["0", "1", "2", "3", "4", "5"], "classesPerExperience": 2}},
}

# What a job needs besides the strategy's name. A strategy that is not here is tried on separation, then on classification.
CHANGES = {
    "bic": {"strategy": {"use": "bic", "options": {"steps": 5}}},
    "der-plus-plus": {"memory": {"use": "reservoir", "options": {"total": 6}}},
    "er": {"memory": {"use": "reservoir", "options": {"total": 6}}},
    "er-ace": {"memory": {"use": "reservoir", "options": {"total": 6}}},
    "hat": {"benchmark": {"use": "task-incremental", "options": {"classOrder": ["A", "B", "C", "D", "E", "F"], "classesPerExperience": 2}}},
    "g-acil": {"strategy": {"use": "g-acil", "options": {"expansion": 16}}},
    "gdumb": {"memory": {"use": "greedy-balanced", "options": {"total": 6}}},
    "adpmix": {"strategy": ["replay", "adpmix"]},
    "podnet": PICTURES,
    "memo": PICTURES,
    "ranpac": {"strategy": {"use": "ranpac", "options": {"width": 16}}},
}


class Soak:
    def __init__(self, options):
        self.options = options
        self.random = random.Random(options.seed)
        self.work = options.work or tempfile.mkdtemp(prefix="soak-")
        os.makedirs(self.work, exist_ok=True)
        self.host = ["dotnet", os.path.join(options.root, "artifacts", "host", "dotnet-host.dll")]
        self.count = {}
        self.failures = []
        self.kills = 0
        # Seconds that a job takes undisturbed: kills are drawn within them.
        self.duration = {}

    # What happened, and how often it went well.
    def tell(self, what, well, detail=""):
        tried, good = self.count.get(what, (0, 0))
        self.count[what] = (tried + 1, good + (1 if well else 0))
        if not well:
            self.failures.append(f"{what}: {detail}")
            print(f"FAILED {what}: {detail}", flush=True)

    def start(self, job, folder, resume=False, prefix=(), env=None):
        command = [*prefix, *self.host, "run", job, "--no-progress", "--output", folder] + (["--resume"] if resume else [])
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, env=env)
        return process

    def finish(self, process, limit=300):
        try:
            output = process.communicate(timeout=limit)[0].decode(errors="replace")
        except subprocess.TimeoutExpired:
            process.kill()
            output = process.communicate()[0].decode(errors="replace") + f"\n(did not end within {limit} s)"
        return process.returncode, output

    def run(self, job, folder, resume=False, prefix=(), env=None):
        return self.finish(self.start(job, folder, resume, prefix, env))

    def write(self, name, job):
        path = os.path.join(self.work, f"{name}.json")
        with open(path, "w") as file:
            json.dump({"name": name, **job}, file)
        return path

    # Figures without what the clock or the run's name says, and all weights.
    @staticmethod
    def result(folder):
        def strip(node):
            if isinstance(node, dict):
                return {key: strip(value) for key, value in node.items()
                        if "econds" not in key and key not in ("stepsPerSecond", "run")}
            return [strip(item) for item in node] if isinstance(node, list) else node

        with open(os.path.join(folder, "metrics.json")) as file:
            figures = strip(json.load(file))
        weights = {}
        checkpoints = os.path.join(folder, "checkpoints")
        for name in sorted(os.listdir(checkpoints)):
            if name.startswith("experience-"):
                with open(os.path.join(checkpoints, name), "rb") as file:
                    weights[name] = file.read()
        return figures, weights

    def resumable(self, folder):
        return os.path.exists(os.path.join(folder, "run.json"))

    # A run may have written its end just before the kill.
    def completed(self, folder):
        try:
            with open(os.path.join(folder, "run.json")) as file:
                return json.load(file)["state"] == "completed"
        except OSError:
            return False

    # The newest state is cut or gets a flipped bit, if an older one is there to go back to.
    def damage(self, folder):
        checkpoints = os.path.join(folder, "checkpoints")
        if not os.path.isdir(checkpoints):
            return None
        numbers = sorted(int(name[6:-5]) for name in os.listdir(checkpoints) if name.startswith("state-") and name.endswith(".json"))
        if len(numbers) < 2:
            return None
        part = self.random.choice(["json", "safetensors"])
        path = os.path.join(checkpoints, f"state-{numbers[-1]}.{part}")
        with open(path, "rb") as file:
            content = bytearray(file.read())
        if self.random.random() < 0.5:
            what = "state cut at a random byte"
            content = content[:self.random.randrange(len(content))]
        else:
            what = "state with a flipped bit"
            content[self.random.randrange(len(content))] ^= 1 << self.random.randrange(8)
        with open(path, "wb") as file:
            file.write(content)
        return what, f"state-{numbers[-1]}.json"

    # Kills a run again and again until it ends by itself.
    def killed(self, name, path, whole, kills):
        folder = os.path.join(self.work, f"{name}-killed")
        done = 0
        damaged = None
        while True:
            resume = self.resumable(folder)
            process = self.start(path, folder, resume)
            if done < kills:
                time.sleep(self.random.uniform(0.3, max(1.0, self.duration[name])))
            killed = done < kills and process.poll() is None
            if killed:
                process.send_signal(signal.SIGKILL)
                done += 1
                self.kills += 1
            code, output = self.finish(process)
            if killed and not self.completed(folder):
                self.check_damage(damaged, output, partly=True)
                damaged = self.damage(folder) if self.random.random() < 0.4 else None
                continue
            code = 0 if killed else code
            if code != 0:
                self.tell("killed with SIGKILL and resumed", False, f"{name}: exit code {code}: {output[-600:]}")
                return
            self.check_damage(damaged, output)
            damaged = None
            try:
                equal = self.result(folder) == whole
            except (OSError, ValueError) as error:
                equal, output = False, str(error)
            self.tell("runs killed with SIGKILL, ended bit for bit alike", equal, f"{name}: the numbers differ")
            if done < kills:
                # It came to its end before it was killed often enough: once more from the start.
                shutil.rmtree(folder)
                continue
            if equal:
                shutil.rmtree(folder)
            return

    def check_damage(self, damaged, output, partly=False):
        if damaged is None:
            return
        what, file = damaged
        told = "Skipped: " in output and file in output
        # A run that was killed again before it could say so proves nothing.
        if told or not partly:
            self.tell(what, told, f"{file} was not named: {output[-600:]}")

    def two_at_one_folder(self, name, path, whole):
        folder = os.path.join(self.work, f"{name}-twice")
        first = self.start(path, folder)
        while first.poll() is None and not self.resumable(folder):
            time.sleep(0.02)
        code, output = self.run(path, folder, resume=True)
        refused = code == 2 and "still going on" in output
        code, output2 = self.finish(first)
        equal = code == 0 and self.result(folder) == whole
        self.tell("two runs at one folder: the second refused, the first unharmed", refused and equal, f"{name}: {output[-300:]} {output2[-300:]}")

    def clock_set_back(self, name, path, whole):
        what = "clock set back by three days before a resume"
        if shutil.which("faketime") is None:
            self.count[what + " (not tried: no faketime)"] = (0, 0)
            return
        folder = os.path.join(self.work, f"{name}-clock")
        process = self.start(path, folder)
        time.sleep(max(1.0, 0.6 * self.duration[name]))
        process.send_signal(signal.SIGKILL)
        self.finish(process)
        if self.completed(folder):
            shutil.rmtree(folder)
        env = {**os.environ, "FAKETIME_DONT_FAKE_MONOTONIC": "1"}
        code, output = self.run(path, folder, self.resumable(folder), ("faketime", "-f", "-3d"), env)
        self.tell(what, code == 0 and self.result(folder) == whole, f"{name}: {code} {output[-400:]}")

    # A file system of a few hundred kilobytes, so that the kernel itself says that it is full, or made read-only under the run.
    def full_or_read_only(self, name, path, whole, read_only):
        what = "output made read-only during a run" if read_only else "disk full during a checkpoint"
        mount = os.path.join(self.work, f"{name}-{'ro' if read_only else 'full'}")
        os.makedirs(mount)
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", mount], capture_output=True).returncode != 0:
            self.count[what + " (not tried: no file system can be mounted here)"] = (0, 0)
            return
        try:
            folder = os.path.join(mount, "run")
            process = self.start(path, folder)
            states = lambda: [n for n in os.listdir(os.path.join(folder, "checkpoints")) if n.endswith(".json") and n.startswith("state-")]
            while process.poll() is None and not (os.path.isdir(os.path.join(folder, "checkpoints")) and states()):
                time.sleep(0.02)
            if read_only:
                # Files open for writing (the lock, logs) keep a file system from becoming read-only; the folder of states alone does not.
                checkpoints = os.path.join(folder, "checkpoints")
                subprocess.run(["mount", "--bind", checkpoints, checkpoints], check=True)
                # It is busy for as long as a state is being written.
                remount = ["mount", "-o", "remount,ro,bind", checkpoints]
                while subprocess.run(remount, capture_output=True).returncode != 0 and process.poll() is None:
                    time.sleep(0.01)
            else:
                filler = os.path.join(mount, "filler")
                handle = os.open(filler, os.O_WRONLY | os.O_CREAT)
                try:
                    # The last bytes go one page at a time.
                    for size in (65536, 4096, 1):
                        try:
                            while os.write(handle, b"\0" * size) > 0:
                                pass
                        except OSError:
                            pass
                finally:
                    os.close(handle)
            code, output = self.finish(process)
            told = ("read-only" in output) if read_only else ("disk is full" in output)
            if read_only:
                subprocess.run(["umount", os.path.join(folder, "checkpoints")], check=True)
            else:
                os.remove(filler)
            again, output2 = self.run(path, folder, resume=True)
            equal = again == 0 and self.result(folder) == whole
            self.tell(what, code == 4 and told and equal, f"{name}: {code} {output[-500:]} then {again} {output2[-300:]}")
        finally:
            subprocess.run(["umount", "-l", os.path.join(mount, "run", "checkpoints")], capture_output=True)
            subprocess.run(["umount", "-l", mount], capture_output=True)

    def jobs(self):
        plugins = os.path.join(self.options.root, "artifacts", "plugins")
        found = {"strategy": [], "memory": []}
        for folder in sorted(os.listdir(plugins)):
            manifest = os.path.join(plugins, folder, "plugin.json")
            if os.path.exists(manifest):
                with open(manifest) as file:
                    for component in json.load(file)["provides"]:
                        found.get(component["kind"], []).append(component["name"])
        for name in found["strategy"]:
            change = {"strategy": name, **CHANGES.get(name, {})}
            yield f"strategy-{name}", [{**SEPARATION, **change}, {**CLASSIFICATION, **change}] if name not in CHANGES else [{**CLASSIFICATION, **change}]
        for name in found["memory"]:
            change = {"strategy": "replay", "memory": {"use": name, "options": {"total": 6}}}
            yield f"memory-{name}", [{**CLASSIFICATION, **change}, {**SEPARATION, **change}]

    def whole(self, name, choices):
        output = ""
        for job in choices:
            path = self.write(name, job)
            folder = os.path.join(self.work, f"{name}-whole")
            begun = time.time()
            code, output = self.run(path, folder)
            if code == 0:
                self.duration[name] = time.time() - begun
                kind = "separation" if job["task"] != "classification" else "classification"
                return path, kind, self.result(folder)
            shutil.rmtree(folder, ignore_errors=True)
        self.tell("jobs that run undisturbed", False, f"{name}: {output[-600:]}")
        return None

    def soak(self):
        jobs = [(name, choices) for name, choices in self.jobs() if not self.options.only or self.options.only in name]
        if self.options.quick:
            jobs = [job for job in jobs if job[0] in ("strategy-contav-sep", "strategy-icarl", "memory-reservoir")]
        per_job = max(1, -(-self.options.kills // max(1, len(jobs))))
        kinds = {"separation": 0, "classification": 0}
        for i, (name, choices) in enumerate(jobs):
            made = self.whole(name, choices)
            if made is None:
                continue
            path, kind, whole = made
            kinds[kind] += 1
            self.tell("jobs that run undisturbed", True)
            self.killed(name, path, whole, per_job)
            if i % 12 == 0 or self.options.quick:
                self.two_at_one_folder(name, path, whole)
                self.clock_set_back(name, path, whole)
                self.full_or_read_only(name, path, whole, read_only=False)
                self.full_or_read_only(name, path, whole, read_only=True)
            shutil.rmtree(os.path.join(self.work, f"{name}-whole"), ignore_errors=True)
            print(f"{name} ({kind}): {self.kills} kills so far, {len(self.failures)} failures", flush=True)
        print(f"\n{len(jobs)} jobs ({kinds['separation']} of separation, {kinds['classification']} of classification), {self.kills} kills\n")
        print("| what happened to a run | times | went well |\n|---|---|---|")
        print(f"| killed with SIGKILL at a random moment | {self.kills} | |")
        for what, (tried, good) in sorted(self.count.items()):
            print(f"| {what} | {tried} | {good} |")
        for failure in self.failures:
            print("\n" + failure)
        return 1 if self.failures else 0


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--root", required=True)
    parser.add_argument("--work", help="where jobs and runs go; a temporary folder otherwise")
    parser.add_argument("--kills", type=int, default=120)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", help="part of a job's name, such as icarl")
    parser.add_argument("--quick", action="store_true", help="three jobs, everything once")
    options = parser.parse_args()
    sys.exit(Soak(options).soak())


main()
