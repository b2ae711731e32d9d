#!/usr/bin/env bash
# Does to runs what shared machines do: kills them at random moments, damages what they saved, fills their disk, starts two at one folder, sets
# the clock back. Each run must go on and end bit for bit as one that nothing happened to. Prints a table in Markdown.
# Arguments go to soak.py: --kills 200, --only icarl, --seed 7, --work FOLDER, --quick.
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
# The clock is set back by libfaketime, the disk is filled by a small file system of its own; what cannot be had here is told in the table.
if ! command -v faketime >/dev/null && [ "$(id -u)" -eq 0 ]; then
  apt-get install -y -q faketime >/dev/null 2>&1 || echo "faketime could not be installed" >&2
fi
exec python3 "$root/tests/soak/soak.py" --root "$root" "$@"
