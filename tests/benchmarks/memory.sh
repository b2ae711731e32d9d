#!/usr/bin/env bash
# Peak memory of the default job, of its steps alone, and of the same step in plain PyTorch, each in a process of its own, and what it is for.
# Wants a built tree; the rest is as for reference/run.sh. Arguments: see memory/measure.py --help. Exit code 1: more than 100 MB beyond PyTorch.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
MEASURE="$here/memory/measure.py" exec bash "$here/reference/run.sh" "$@"
