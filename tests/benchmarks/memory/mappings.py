"""What a process holds in memory, by what it is for, from /proc."""

import os
import re
import threading
import time

# An arena of glibc's allocator for a thread beside the first is a stretch of this size, aligned to it.
ARENA = 64 << 20
# .NET reserves the address range of its managed heap at once; nothing else reserves as much.
HEAP_RANGE = 16 << 30
NAMES = {
    "libraries": "libraries of tensors (libtorch, MKL, OpenMP): the pages of their files that were used",
    "files": "other files: the runtime, assemblies, the interpreter, fonts",
    "managed": "managed heap",
    "code": "code that the runtime compiled",
    "main": "the allocator's heap",
    "arenas": "the allocator's arenas, one a thread",
    "blocks": "blocks of the allocator that have a mapping each, and whatever else is anonymous",
    "stacks": "stacks of threads",
}
LIBRARIES = re.compile(r"/(libtorch|libc10|libLibTorch|libmkl|libiomp|libgomp|libopenblas|libblas|liblapack|libdnnl|libtorch_python)[^/]*$", re.IGNORECASE)


def status(pid):
    """KiB by the name of a row of /proc/PID/status."""
    with open(f"/proc/{pid}/status", encoding="utf-8") as file:
        return {name: int(value.split()[0]) for name, _, value in (line.partition(":") for line in file) if value.strip().endswith("kB")}


def mappings(pid):
    """Every mapping: first and last address, permissions, path, resident KiB, private dirty KiB."""
    found = []
    with open(f"/proc/{pid}/smaps", encoding="utf-8") as file:
        for line in file:
            head = re.match(r"([0-9a-f]+)-([0-9a-f]+) (\S+) \S+ \S+ \S+\s*(.*)", line)
            if head:
                found.append([int(head[1], 16), int(head[2], 16), head[3], head[4], 0])
            elif line.startswith("Rss:"):
                found[-1][4] = int(line.split()[1])
    return found


def kinds(pid):
    """Resident KiB by the keys of NAMES."""
    held = dict.fromkeys(NAMES, 0)
    group = []
    for mapping in mappings(pid):
        # Neighbours without a file belong to one stretch of addresses.
        if group and group[-1][1] == mapping[0] and not mapping[3]:
            group.append(mapping)
            continue
        close(group, held)
        group = [mapping] if not mapping[3] else []
        if mapping[3]:
            held[of_path(mapping[3])] += mapping[4]
    close(group, held)
    return held


def of_path(path):
    if path == "[heap]":
        return "main"
    if path.startswith("[stack"):
        return "stacks"
    if "doublemapper" in path:
        return "code"
    return "libraries" if LIBRARIES.search(path) else "files"


def close(group, held):
    """Adds a stretch of mappings without a file."""
    if not group:
        return
    first, last = group[0][0], group[-1][1]
    if last - first >= HEAP_RANGE:
        held["managed"] += sum(mapping[4] for mapping in group)
        return
    before = None
    for mapping in group:
        begin, end, rights, _, resident = mapping
        size = end - begin
        if "x" in rights:
            held["code"] += resident
        elif begin % ARENA == 0 and size <= ARENA and "w" in rights and (size == ARENA or follows(group, mapping)):
            held["arenas"] += resident
        elif before is not None and before[2].startswith("---") and before[1] - before[0] <= 65536 and size >= 128 << 10 and size <= 16 << 20:
            held["stacks"] += resident
        else:
            held["blocks"] += resident
        before = mapping


def follows(group, mapping):
    """Whether the reserved rest of an arena lies behind it."""
    place = group.index(mapping)
    return place + 1 < len(group) and group[place + 1][2].startswith("---") and group[place + 1][1] % ARENA == 0


class Watch(threading.Thread):
    """Looks at a process until it ends: its peak, what it held about then, and what it held at moments that a function names."""

    def __init__(self, pid, moment=lambda: None):
        super().__init__(daemon=True)
        self.pid, self.moment = pid, moment
        self.peak = 0
        self.at_peak, self.moments, self.peaks = {}, {}, {}
        self.over = False

    def run(self):
        most, last = 0, None
        while not self.over:
            try:
                now = status(self.pid)
                self.peak = max(self.peak, now["VmHWM"])
                name = self.moment()
                if name is not None:
                    self.peaks[name] = max(self.peaks.get(name, 0), now["VmRSS"])
                if now["VmRSS"] > most * 1.01:
                    most = now["VmRSS"]
                    self.at_peak = kinds(self.pid)
                if name is not None and name != last:
                    self.moments[name] = kinds(self.pid)
                last = name
            except (OSError, KeyError):
                return
            time.sleep(0.05)

    def stop(self):
        """Ends the looking, and returns the peak in KiB."""
        self.over = True
        self.join()
        try:
            self.peak = max(self.peak, status(self.pid)["VmHWM"])
        except (OSError, KeyError):
            pass
        return self.peak
