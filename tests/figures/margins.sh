#!/usr/bin/env bash
# Runs ContAV-Sep, fine-tuning and joint training on the default job over three seeds and on the soundfont job over two, and checks the margins
# that the README claims. Needs the set-up of host/run.sh and of plugins/dataset.soundfont/install.sh. Finished runs are kept and not repeated.
# Usage: tests/figures/margins.sh [FOLDER]
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
folder="$(mkdir -p "${1:-$root/artifacts/figures}" && cd "${1:-$root/artifacts/figures}" && pwd)"

run() { # job name strategy seed
  local output="$folder/$2-$3-$4"
  if [ -f "$output/metrics.json" ] && grep -q '"complete": true' "$output/metrics.json"; then return 0; fi
  rm -rf "$output"
  echo "$(date +%T) $2, $3, seed $4"
  "$root/host/dotnet-host" run "$1" --set "strategy=$3" --set "seed=$4" --output "$output" >"$output.log" 2>&1 || { tail -n 5 "$output.log"; exit 1; }
}

for strategy in contav-sep fine-tuning joint; do
  for seed in 0 1 2; do run "$root/plugins.json" synthetic "$strategy" "$seed"; done
  for seed in 0 1; do run "$root/plugins/dataset.soundfont/job.json" soundfont "$strategy" "$seed"; done
done
exec python3 "$root/tests/figures/margins.py" "$folder"
