#!/usr/bin/env bash
# Takes two training steps of each audio-visual system at its published sizes on the CPU, and prints the bytes of the model and the loss of each step.
#   published.sh [--folder DIR] [pairs | events | separation ...]; none = all
# pairs: STELLA's CAV-MAE, 185,534,976 parameters, two pairs of 512 and 784 patches. events: AVMoE, frozen Swin-V2-L and HTS-AT and a mixture of adapters
# beside each pair of blocks, 335 million parameters. separation: OneAVM on the encoders of its relative. It needs 12 GB of memory and some minutes.
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
work="" names=()
while [ $# -gt 0 ]; do
  case "$1" in
    --folder) [ $# -gt 1 ] || { echo "tests/soak/published.sh: --folder wants a folder" >&2; exit 2; }; work="$2"; shift 2 ;;
    pairs|events|separation) names+=("$1"); shift ;;
    *) echo "tests/soak/published.sh: '$1' is none of: pairs events separation" >&2; exit 2 ;;
  esac
done
[ ${#names[@]} -gt 0 ] || names=(pairs events separation)
work="${work:-$(mktemp -d)}"
mkdir -p "$work"

pairs() { cat <<'JSON'
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
}

events() { cat <<'JSON'
{
  "name": "published-events",
  "seed": 0,
  "engine": { "use": "continual", "options": {
    "batchSize": 2, "evaluationBatchSize": 2, "steps": { "first": 2 }, "logEverySteps": 1, "checkpointEverySteps": 0,
    "optimizers": { "*": { "type": "adam", "rate": 5e-4 } }
  } },
  "task": { "use": "events", "options": {
    "task": "ave", "labels": "clip", "segments": 1, "seconds": 1, "pictureSize": 192, "bands": 64, "hop": 320
  } },
  "network": { "use": "avmoe", "options": { "size": "published" } },
  "dataset": { "use": "synthetic", "options": {
    "classes": ["flute", "drum"], "trainClips": 2, "validationClips": 1, "testClips": 1, "seconds": 1, "sampleRate": 32000, "frameSize": 192, "colour": true
  } },
  "benchmark": "joint",
  "strategy": "fine-tuning",
  "metric": ["segment-accuracy"],
  "observer": "jsonl"
}
JSON
}

separation() { cat <<'JSON'
{
  "name": "published-separation",
  "seed": 0,
  "engine": { "use": "continual", "options": {
    "batchSize": 2, "evaluationBatchSize": 2, "steps": { "first": 2 }, "logEverySteps": 1, "checkpointEverySteps": 0
  } },
  "task": "separation",
  "separator": "oneavm",
  "dataset": { "use": "synthetic", "options": {
    "classes": ["flute", "drum"], "trainClips": 2, "validationClips": 1, "testClips": 1, "seconds": 6.5, "frameSize": 224, "colour": true
  } },
  "benchmark": "joint",
  "strategy": "fine-tuning",
  "metric": ["bss-eval"],
  "observer": "jsonl"
}
JSON
}

for name in "${names[@]}"; do
  "$name" >"$work/$name.json"
  "$root/host/dotnet-host" run "$work/$name.json" --no-progress --output "$work/$name"
  echo "$name: $(grep -o '"modelBytes": *[0-9]*' "$work/$name/metrics.json" | tail -n 1 | tr -d '"')"
  grep -h '"event":"step"' "$work/$name/events.jsonl" | grep -o '"step":[0-9]*\|"loss":[0-9.e+-]*' | tr -d '"' | paste -sd ' '
done
