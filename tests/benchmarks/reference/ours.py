"""Our side: a job of the built tree, running in the host, whose steps a plugin takes as ordered."""

import json
import os
import socket
import subprocess

HERE = os.path.dirname(os.path.realpath(__file__))
# The built tree; or the archive of host/publish.sh, which has this folder as tests/reference and a .NET runtime of its own.
ROOT = os.path.realpath(os.path.join(HERE, "..", "..", ".."))
BUILT = os.path.join(ROOT, "artifacts")
if os.path.exists(os.path.join(BUILT, "host")):
    HOST, PROBE, DOTNET = os.path.join(BUILT, "host", "dotnet-host.dll"), os.path.join(BUILT, "benchmarks", "plugins"), "dotnet"
else:
    ROOT = os.path.realpath(os.path.join(HERE, "..", ".."))
    HOST, PROBE, DOTNET = (os.path.join(ROOT, *path) for path in (("host", "dotnet-host.dll"), ("tests", "reference", "plugins"), ("runtime", "dotnet")))



class Ours:
    """A run of a job up to the steps of its second experience.

    job: the job without probes. parts: whether the steps are also timed in parts, and can be written out.
    """

    def __init__(self, job, work, threads, parts, batch_size, device="cpu"):
        name = "parts" if parts else "clock"
        path = os.path.join(work, name + ".socket")
        options = {"socket": path, "batchSize": batch_size}
        probes = [{"use": "step-probe", "options": options}, "step-echo"] if parts else [{"use": "step-clock", "options": options}]
        job = {**job, "strategy": [job["strategy"], *probes], "device": device}
        file = os.path.join(work, name + ".json")
        with open(file, "w", encoding="utf-8") as output:
            json.dump(job, output, indent=2)
        server = socket.socket(socket.AF_UNIX)
        server.bind(path)
        server.listen(1)
        server.settimeout(1)
        self.log = os.path.join(work, name + ".log")
        with open(self.log, "w", encoding="utf-8") as log:
            self.process = subprocess.Popen(
                [DOTNET, HOST, "run", file, "--plugins", PROBE, "--output", os.path.join(work, name), "--threads", str(threads)],
                stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, cwd=ROOT,
                # What the reference computes with is not ours.
                env={name: value for name, value in os.environ.items() if name != "LD_LIBRARY_PATH"})
        while True:
            try:
                connection = server.accept()[0]
                break
            except TimeoutError:
                if self.process.poll() is not None:
                    raise SystemExit(f"The job ended with exit code {self.process.returncode}:\n{self.said()}") from None
        server.close()
        self.stream = connection.makefile("rw", encoding="utf-8")

    def said(self):
        with open(self.log, encoding="utf-8") as log:
            return log.read()

    def order(self, do, **details):
        """Gives an order and waits for the answer."""
        self.stream.write(json.dumps({"do": do, **details}) + "\n")
        self.stream.flush()
        answer = self.stream.readline()
        if not answer:
            self.process.wait()
            raise SystemExit(f"The job ended with exit code {self.process.returncode}:\n{self.said()}")
        return json.loads(answer)

    def close(self):
        """Ends the run."""
        self.process.kill()
        self.process.wait()
        self.stream.close()
