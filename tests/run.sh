#!/usr/bin/env bash
# Sets up what is missing, then runs every test project, one after the other. The last line is "N passed, N failed, N skipped".
# Arguments: parts of test names to run only those, such as "Warp"; or options of "dotnet test", which start with two dashes.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
# shellcheck source=host/setup.sh
. "$here/../host/setup.sh"

# What tests compare with and render with (ffmpeg, fluidsynth, soundfonts): none may be skipped for want of it. Says what it installs, if anything.
bash plugins/dataset.soundfont/install.sh | { grep -v 'everything is installed' || true; }
# Whole sets whose counts and contents are compared with references; the stamps (161 MB) are not needed.
bash plugins/dataset.classification/install.sh letters mnist opencv sklearn | { grep -v 'is there already' || true; }
# A Slurm of one node, for comparisons on a cluster; its daemons need root, and the test says so where it is skipped.
if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null && ! { command -v slurmctld && command -v munged; } >/dev/null; then
  echo "installing slurm-wlm munge"
  { apt-get install -y --no-install-recommends slurm-wlm munge || { apt-get update && apt-get install -y --no-install-recommends slurm-wlm munge; }; } \
    </dev/null >artifacts/slurm.log 2>&1 || echo "slurm-wlm and munge cannot be installed; see artifacts/slurm.log"
fi

filter=""
options=()
while [ $# -gt 0 ]; do
  case "$1" in
    --*) options=("$@"); break ;;
    *) filter="$filter${filter:+|}FullyQualifiedName~$1"; shift ;;
  esac
done
[ -z "$filter" ] || options+=(--filter "$filter")

results="$root/artifacts/test-results"
rm -rf "$results"
mkdir -p "$results"
passed=0 failed=0 skipped=0 broken=()
count() { sed -n "s/.*$1: *\([0-9][0-9]*\),.*/\1/p" <<<"$2"; }

# One project at a time: libtorch uses every core, and two trainings side by side slow each other down many times over.
for project in tests/*/*.csproj; do
  grep -q 'Microsoft.NET.Test.Sdk' "$project" || continue
  name="$(basename "$project" .csproj)"
  log="$results/$name.log"
  set +e
  dotnet test "$(dirname "$project")/bin/Release/net10.0/$name.dll" --settings tests/.runsettings --results-directory "$results" --logger "trx;LogFileName=$name.trx" \
    --blame-hang --blame-hang-timeout 10m --blame-hang-dump-type none ${options[@]+"${options[@]}"} </dev/null 2>&1 \
    | tee "$log" | grep -Ev '^(Test run for|A total of|VSTest version|Starting test execution|No test matches|Data collector|Attachments:|Results File:|  Skipped |\[xUnit.net.*\[SKIP\]|  /.*/Sequence_)|^$'
  code="${PIPESTATUS[0]}"
  set -e
  line="$(grep -E '(Passed|Failed|Skipped)! +- ' "$log" | tail -n 1 || true)"
  if [ -n "$line" ]; then
    passed=$((passed + $(count Passed "$line")))
    failed=$((failed + $(count Failed "$line")))
    skipped=$((skipped + $(count Skipped "$line")))
  elif [ "$code" -ne 0 ] || ! grep -q 'No test matches' "$log"; then
    broken+=("$name")
  fi
  # Why tests were skipped, each reason once.
  awk '/outcome="NotExecuted"/ { skipped = 1 } /<Message>/ { if (skipped) print; skipped = 0 }' "$results/$name.trx" 2>/dev/null \
    | sed 's/.*<Message>/  skipped: /; s/<\/Message>.*//' | sort | uniq -c | sed 's/^ *\([0-9]*\)   skipped/  \1 skipped/'
  [ "$code" -eq 0 ] || [[ "$line" == Failed!* ]] || [ -z "$line" ] || broken+=("$name")
done

# A project that crashed or hung has no counts: it is at least one failure.
for name in ${broken[@]+"${broken[@]}"}; do
  echo "$name did not come to its end; see $results/$name.log"
  failed=$((failed + 1))
done
if [ $((passed + failed + skipped)) -eq 0 ]; then echo "no test matches"; failed=1; fi
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
