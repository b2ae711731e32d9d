#!/usr/bin/env bash
# Takes training steps of STELLA at its published sizes on the CPU: 185,534,976 parameters, 512 patches of sound, 784 of pictures, two pairs a step.
# Prints the loss of each step. It needs 8 GB of memory and some minutes. Argument: a folder to work in; a temporary one if absent.
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
work="${1:-$(mktemp -d)}"
mkdir -p "$work"
cat >"$work/job.json" <<'JSON'
{
  "name": "published-pairs",
  "seed": 0,
  "engine": { "use": "continual", "options": {
    "batchSize": 2, "evaluationBatchSize": 2, "steps": { "first": 2 }, "logEverySteps": 1, "checkpointEverySteps": 0,
    "optimizers": { "*": { "type": "adam", "rate": 1e-4, "betas": [0.95, 0.999], "weightDecay": 5e-7 } }
  } },
  "task": "audio-visual",
  "encoder": { "use": "cav-mae", "options": { "size": "published" } },
  "dataset": { "use": "synthetic", "options": {
    "classes": ["flute", "drum"], "trainClips": 2, "validationClips": 1, "testClips": 1, "seconds": 10, "sampleRate": 16000, "frameSize": 224, "colour": true
  } },
  "benchmark": { "use": "unlabelled", "options": { "boundaries": false } },
  "strategy": "stella",
  "memory": { "use": "reservoir", "options": { "total": 4 } },
  "metric": ["retrieval"],
  "observer": "jsonl"
}
JSON
"$root/host/dotnet-host" run "$work/job.json" --no-progress --output "$work/run"
grep -h '"event":"step"' "$work/run/events.jsonl" | cut -c1-300
