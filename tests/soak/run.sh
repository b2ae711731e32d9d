#!/usr/bin/env bash
# Does to runs what shared machines do: kills them at random moments, damages what they saved, fills their disk, starts two at one folder, sets
# the clock back. Each run must go on and end bit for bit as one that nothing happened to. Prints a table in Markdown.
# Arguments go to soak.py: --kills 200, --only icarl, --seed 7, --work FOLDER, --quick. Before it, every reader of untrusted files gets mutated
# ones: --inputs 20000 of each format; --files does only this, and takes --format wav, --seed 7, --work FOLDER.
# --slurm does only this: a grid of 200 cells (or --cells 400) on a Slurm of one node, whose tasks are cancelled, requeued and killed. Needs root and
# the Debian packages slurm-wlm and munge, which tests/run.sh installs.
# --long does only this: tests that take minutes each (flat memory over 120 epochs, the router's weights with three seeds, new projects of every kind), which tests/run.sh skips.
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
# The clock is set back by libfaketime, the disk is filled by a small file system of its own; what cannot be had here is told in the table.
if ! command -v faketime >/dev/null && [ "$(id -u)" -eq 0 ]; then
  apt-get install -y -q faketime >/dev/null 2>&1 || echo "faketime could not be installed" >&2
fi
files_only=false
slurm=false
inputs=20000
cells=200
rest=()
while [ $# -gt 0 ]; do
  case "$1" in
    --files) files_only=true ;;
    --slurm) slurm=true ;;
    --long) PLUGINHOST_LONG=1 exec bash "$root/tests/run.sh" FlatMemoryTests RouterTests NewPluginTests ;;
    --cells) cells="$2"; shift ;;
    --inputs) inputs="$2"; shift ;;
    *) rest+=("$1") ;;
  esac
  shift
done
if $slurm; then
  jobs="$root/tests/Jobs.Tests"
  dotnet build "$jobs/Jobs.Tests.csproj" -c Release -v q -nologo -p:NuGetAudit=false >&2
  PLUGINHOST_SLURM_CELLS="$cells" exec dotnet test "$jobs/bin/Release/net10.0/Jobs.Tests.dll" --settings "$root/tests/.runsettings" \
    --filter FullyQualifiedName~SlurmTests --logger "console;verbosity=detailed"
fi
hostile="$root/tests/soak/HostileFiles"
dotnet build "$hostile/HostileFiles.csproj" -c Release -v q -nologo >&2
failed=0
if $files_only; then exec "$hostile/bin/Release/net10.0/HostileFiles" --inputs "$inputs" "${rest[@]}"; fi
"$hostile/bin/Release/net10.0/HostileFiles" --inputs "$inputs" || failed=1
python3 "$root/tests/soak/soak.py" --root "$root" "${rest[@]}" || failed=1
exit "$failed"
