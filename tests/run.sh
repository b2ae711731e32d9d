#!/usr/bin/env bash
# Sets up what is missing, then runs every test project, two at a time. The last line is "N passed, N failed, N skipped".
# Arguments: parts of test names to run only those, such as "Warp"; or options of "dotnet test", which start with two dashes.
# TEST_LANES=1 runs one project at a time.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
# shellcheck source=host/setup.sh
. "$here/../host/setup.sh"

# What tests compare with and render with (ffmpeg, fluidsynth, soundfonts): none may be skipped for want of it. Says what it installs, if anything.
bash plugins/dataset.soundfont/install.sh | { grep -v 'everything is installed' || true; }
# Whole sets whose counts and contents are compared with references; the stamps (161 MB) are not needed.
bash plugins/dataset.classification/install.sh letters mnist opencv sklearn | { grep -v 'is there already' || true; }

# Installs Debian packages that only some tests want; says so where they cannot be installed, and those tests are skipped. Arguments: the log's name, packages.
debian() {
  local log="artifacts/$1.log"
  shift
  [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null || return 0
  echo "installing $*"
  { apt-get install -y --no-install-recommends "$@" || { apt-get update && apt-get install -y --no-install-recommends "$@"; }; } </dev/null >"$log" 2>&1 \
    || echo "$* cannot be installed; see $log"
}

# A Slurm of one node, for comparisons on a cluster; its daemons need root, and the test says so where it is skipped.
{ command -v slurmctld && command -v munged; } >/dev/null || debian slurm slurm-wlm munge
# What figures of separated sources are compared with.
[ -d /usr/lib/python3/dist-packages/mir_eval ] || debian mir-eval python3-mir-eval python3-scipy
# What steps of jobs are compared with.
/usr/bin/python3 -c 'import numpy, torch' 2>/dev/null || debian python3-torch python3-torch python3-numpy
# A browser for the pages of runs.
command -v chromium >/dev/null || debian chromium chromium

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

# The longest ones first, so that the lanes end at about the same time.
projects=()
for name in Jobs.Tests Conformance.Tests PluginHost.Tests; do projects+=("tests/$name/$name.csproj"); done
for project in tests/*/*.csproj; do
  grep -q 'Microsoft.NET.Test.Sdk' "$project" && [[ " ${projects[*]} " != *" $project "* ]] && projects+=("$project")
done

# Runs one project. Its lines are shown when it has ended, so that those of two do not mix.
run() {
  local name log code
  name="$(basename "$1" .csproj)"
  log="$results/$name.log"
  dotnet test "$(dirname "$1")/bin/Release/net10.0/$name.dll" --settings tests/.runsettings --results-directory "$results" --logger "trx;LogFileName=$name.trx" \
    --blame-hang --blame-hang-timeout 10m --blame-hang-dump-type none ${options[@]+"${options[@]}"} </dev/null >"$log" 2>&1 && code=0 || code=$?
  echo "$code" >"$results/$name.code"
  {
    grep -Ev '^(Test run for|A total of|VSTest version|Starting test execution|No test matches|Data collector|Attachments:|Results File:|  Skipped |\[xUnit.net.*\[SKIP\]|  /.*/Sequence_)|^$' "$log" || true
    # Why tests were skipped, each reason once.
    awk '/outcome="NotExecuted"/ { skipped = 1 } /<Message>/ { if (skipped) print; skipped = 0 }' "$results/$name.trx" 2>/dev/null \
      | sed 's/.*<Message>/  skipped: /; s/<\/Message>.*//' | sort | uniq -c | sed 's/^ *\([0-9]*\)   skipped/  \1 skipped/' || true
  } | flock "$results/lanes" cat
}

# A test mostly keeps one core busy, or waits for a process that it started. A thread of libtorch that waits for the others of its operation
# would keep the core from the other lane: passive ones sleep instead. How many threads there are, and so every number, stays the same.
lanes="${TEST_LANES:-2}"
[ "$lanes" -lt 2 ] || export OMP_WAIT_POLICY="${OMP_WAIT_POLICY:-PASSIVE}"
# Each in a process group of its own, which ends with this script; without one it would be deaf to SIGINT, which tests send.
set -m
trap 'for group in $(jobs -p); do kill -- "-$group" 2>/dev/null || true; done' EXIT
trap 'exit 130' INT TERM
for project in "${projects[@]}"; do
  while [ "$(jobs -rp | wc -l)" -ge "$lanes" ]; do wait -n || true; done
  run "$project" &
done
wait
set +m

for project in "${projects[@]}"; do
  name="$(basename "$project" .csproj)"
  log="$results/$name.log"
  code="$(cat "$results/$name.code" 2>/dev/null || echo 1)"
  line="$(grep -E '(Passed|Failed|Skipped)! +- ' "$log" | tail -n 1 || true)"
  if [ -n "$line" ]; then
    passed=$((passed + $(count Passed "$line")))
    failed=$((failed + $(count Failed "$line")))
    skipped=$((skipped + $(count Skipped "$line")))
  elif [ "$code" -ne 0 ] || ! grep -q 'No test matches' "$log"; then
    broken+=("$name")
  fi
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
