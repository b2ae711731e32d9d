"""Prints the README's tables from finished runs and checks the margins between the methods. Usage: margins.py FOLDER"""
import json
import pathlib
import sys

# Asserted in dB, well inside what the calibration of the small jobs saw: joint - ContAV-Sep, ContAV-Sep - fine-tuning, ContAV-Sep - mixture,
# forgetting of fine-tuning - forgetting of ContAV-Sep.
MARGINS = {"synthetic": (1.5, 2.0, 4.0, 2.0), "soundfont": (0.5, 1.0, 3.0, 1.0)}


def figures(path):
    metrics = json.loads((path / "metrics.json").read_text())
    test = metrics["experiences"][-1]["test"]["scores"]
    learned = [row[k] for k, row in enumerate(metrics["matrix"]["SDR"]) if k < len(row)]
    single = len(metrics["experiences"]) == 1
    return {
        "SDR": test["SDR"], "SIR": test["SIR"], "SAR": test["SAR"], "SDR_mix": test["SDR_mix"],
        "forgetting": None if single else metrics["summary"]["SDR"]["forgetting"],
        "BWT": None if single else metrics["summary"]["SDR"]["backward transfer"],
        "R[k][k]": None if single else learned,
        "seconds": metrics["seconds"],
    }


def show(value):
    if value is None:
        return "-"
    if isinstance(value, list):
        return " ".join(f"{item:.1f}" for item in value)
    return f"{value:.2f}"


def main(folder):
    failed = []
    for data, (joint_gap, gap, above_mixture, forgetting_gap) in MARGINS.items():
        runs = {}
        for path in sorted(folder.glob(f"{data}-*")):
            if (path / "metrics.json").is_file():
                strategy, _, seed = path.name[len(data) + 1:].rpartition("-")
                runs[strategy, int(seed)] = figures(path)
        if not runs:
            continue
        print(f"\n{data}\n\n| method | seed | SDR | SIR | SAR | SDR of the mixture | forgetting | BWT | R[k][k] | seconds |\n|---|---|---|---|---|---|---|---|---|---|")
        for (strategy, seed), run in sorted(runs.items()):
            cells = [show(run[name]) for name in ("SDR", "SIR", "SAR", "SDR_mix", "forgetting", "BWT", "R[k][k]")]
            print(f"| {strategy} | {seed} | " + " | ".join(cells) + f" | {run['seconds']:.0f} |")
        for seed in sorted({seed for _, seed in runs}):
            ours, tuned, joint = (runs.get((name, seed)) for name in ("contav-sep", "fine-tuning", "joint"))
            if not (ours and tuned and joint):
                failed.append(f"{data}, seed {seed}: a run is missing")
                continue
            checks = {
                f"joint - contav-sep >= {joint_gap}": joint["SDR"] - ours["SDR"] >= joint_gap,
                f"contav-sep - fine-tuning >= {gap}": ours["SDR"] - tuned["SDR"] >= gap,
                f"contav-sep - mixture >= {above_mixture}": ours["SDR"] - ours["SDR_mix"] >= above_mixture,
                f"forgetting of fine-tuning - of contav-sep >= {forgetting_gap}": tuned["forgetting"] - ours["forgetting"] >= forgetting_gap,
                "fine-tuning - mixture > -1": tuned["SDR"] - tuned["SDR_mix"] > -1,
            }
            failed += [f"{data}, seed {seed}: not {name}" for name, holds in checks.items() if not holds]
    print("\n" + ("\n".join(failed) if failed else "every margin holds"))
    return 1 if failed else 0


sys.exit(main(pathlib.Path(sys.argv[1])))
