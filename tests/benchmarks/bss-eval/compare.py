"""Times the program of this folder and mir_eval by turns on the same mixtures, and compares their figures. Arguments: the program, rounds."""
import os, statistics, subprocess, sys, tempfile, time, warnings

import numpy as np

warnings.simplefilter("ignore")
from mir_eval.separation import bss_eval_sources

ITEMS, SOURCES, SAMPLES, TAPS, RATE = 16, 2, 65280, 512, 11025


def sound(rng):
    """Forty notes of seven harmonics that fade, in noise at -60 dB."""
    at = np.arange(SAMPLES) / RATE
    sound = np.zeros(SAMPLES)
    for _ in range(40):
        pitch, begin, length = rng.uniform(80, 2000), rng.uniform(0, 5), rng.uniform(0.2, 1.5)
        envelope = np.where((at >= begin) & (at < begin + length), np.exp(-3 * (at - begin)), 0)
        for harmonic in range(1, 8):
            if pitch * harmonic < 0.47 * RATE:
                sound += envelope * np.sin(2 * np.pi * pitch * harmonic * at + rng.uniform(0, 6)) / harmonic
    return 0.1 * (sound / np.sqrt(np.mean(sound**2)) + 1e-3 * rng.standard_normal(SAMPLES))


def mixtures():
    """References and estimates (sources, items, samples) and mixtures (items, samples), float32."""
    rng = np.random.default_rng(0)
    references = np.array([[sound(rng) for _ in range(ITEMS)] for _ in range(SOURCES)])
    leak = rng.uniform(0.05, 0.4, (SOURCES, ITEMS, 1)) * references[::-1]
    estimates = 0.9 * references + leak + rng.uniform(3e-4, 1e-2, (SOURCES, ITEMS, 1)) * rng.standard_normal(references.shape)
    return [part.astype(np.float32) for part in (references, estimates, references.sum(0))]


def timed(work):
    begin = time.perf_counter()
    result = work()
    return 1000 * (time.perf_counter() - begin), result


program, rounds = sys.argv[1], int(sys.argv[2])
references, estimates, mixture = mixtures()
folder = tempfile.TemporaryDirectory()
file = os.path.join(folder.name, "signals")
np.concatenate([references.reshape(-1, SAMPLES), estimates.reshape(-1, SAMPLES), mixture]).tofile(file)

# Ours takes as many threads as it is told, and its libraries from beside it.
own = {name: value for name, value in os.environ.items() if name not in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "LD_LIBRARY_PATH")}
process = subprocess.Popen(
    ["dotnet", program, file, *map(str, (ITEMS, SOURCES, SAMPLES, TAPS))], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=own)


def ours(line):
    process.stdin.write(line + "\n")
    process.stdin.flush()
    return process.stdout.readline()


for line in ("1", "2", "compare", "correlate") * 3: ours(line)
truth, guess, mixed = (part.astype(np.float64) for part in (references, estimates, mixture))
process.stdin.write("figures\n")
process.stdin.flush()
rows = [process.stdout.readline().split() for _ in range(SOURCES * ITEMS)]
process.stdout.readline()
assert ["skipped"] not in rows
figures = np.array(rows, float).reshape(SOURCES, ITEMS, 5)
times = {name: [] for name in ("mir_eval, estimates", "mir_eval, estimates and mixture", "estimates, 1 thread", "1 thread", "2 threads", "correlations")}
ratios = {name: [] for name in ("estimates, 1 thread", "1 thread", "2 threads")}
worst = 0.0
for turn in range(rounds):
    item = turn % ITEMS
    both = [mixed[item]] * SOURCES
    theirs, (sdr, sir, sar, _) = timed(lambda: bss_eval_sources(truth[:, item], guess[:, item], compute_permutation=False))
    more, (baseline, *_) = timed(lambda: bss_eval_sources(truth[:, item], np.array(both), compute_permutation=False))
    worst = max(worst, np.abs(figures[:, item, :4] - np.array([sdr, sir, sar, baseline]).T).max())
    times["mir_eval, estimates"].append(theirs)
    times["mir_eval, estimates and mixture"].append(theirs + more)
    for line, name, reference in (("compare", "estimates, 1 thread", theirs), ("1", "1 thread", theirs + more), ("2", "2 threads", theirs + more)):
        taken = float(ours(line))
        times[name].append(taken)
        ratios[name].append(reference / taken)
    times["correlations"].append(float(ours("correlate")))

print(f"{SOURCES} sources of {SAMPLES} samples, {TAPS} taps; {rounds} turns; ours over {ITEMS} mixtures; load {os.getloadavg()[0]:.2f}")
print("ms a mixture, median (least to most):")
for name, values in times.items(): print(f"  {name}: {statistics.median(values):.2f} ({min(values):.2f} to {max(values):.2f})")
print("times as fast as mir_eval at the same work, median (least to most):")
for name, values in ratios.items(): print(f"  {name}: {statistics.median(values):.1f} ({min(values):.1f} to {max(values):.1f})")
print(f"largest difference of SDR, SIR, SAR and SDR_mix: {worst:.1e} dB")
process.stdin.close()
process.wait()
