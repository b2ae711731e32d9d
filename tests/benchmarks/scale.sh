#!/usr/bin/env bash
# What an experience costs as experiences become many: steps, tests, what lies between, memory, saved states. Wants a built tree and python3.
# Arguments: words in the names of the jobs to run (all: a quarter of an hour on two cores), --picture FILE, --to FILE.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
exec python3 "$here/scale/measure.py" "$@"
