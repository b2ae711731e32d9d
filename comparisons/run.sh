#!/usr/bin/env bash
# Runs the comparisons of classification and of audio-visual learning, one after the other, and writes their tables into docs/results.md. What is
# done already is not run again: a second call goes on where the first one was stopped.
#   run.sh [--background] [--output DIR] [--parallel N] [--tables] [NAME ...]     NAME: digits mnist mnist-bytes letters pictures transformer
#                                                                           voices drums retrieval events languages; none = all
# --background gives the shell back; DIR/run.log tells how it goes on, and DIR/run.pid whom to stop (kill -TERM -- -PID). --tables runs nothing.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
root="$(cd "$here/.." && pwd)"
known=(digits mnist mnist-bytes letters pictures transformer voices drums retrieval events languages)
declare -A bases=([transformer]=classification/transformer-base [events]=audio-visual/events-base
  [retrieval]=audio-visual/retrieval-base [languages]=audio-visual/retrieval-base)
names=() output="$root/runs/comparisons" parallel=1 background="" tables=""

refuse() { echo "comparisons/run.sh: $*" >&2; exit 2; }
while [ $# -gt 0 ]; do
  case "$1" in
    --background) background=1; shift ;;
    --tables) tables=1; shift ;;
    --output) [ $# -gt 1 ] || refuse "--output wants a folder"; mkdir -p "$2"; output="$(cd "$2" && pwd)"; shift 2 ;;
    --parallel) [[ "${2:-}" =~ ^[1-9][0-9]*$ ]] || refuse "--parallel wants a number from 1"; parallel="$2"; shift 2 ;;
    -h|--help) sed -n '2,7s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"; exit 0 ;;
    *) [[ " ${known[*]} " == *" $1 "* ]] || refuse "'$1' is neither an option nor one of: ${known[*]}"; names+=("$1"); shift ;;
  esac
done
[ ${#names[@]} -gt 0 ] || names=("${known[@]}")
mkdir -p "$output"

if [ -n "$background" ]; then
  more=(--output "$output" --parallel "$parallel"); [ -z "$tables" ] || more+=(--tables)
  setsid nohup "${BASH_SOURCE[0]}" "${more[@]}" "${names[@]}" > "$output/run.log" 2>&1 < /dev/null &
  echo $! > "$output/run.pid"
  echo "Running in the background. Progress: tail -f $output/run.log. Stop: kill -TERM -- -$!"
  exit 0
fi

# write NAME: puts the table of a comparison between its marks in docs/results.md.
write() {
  local page="$root/docs/results.md" table="$output/$1/table.md"
  [ -f "$table" ] || { echo "comparisons/run.sh: $1 has no table yet"; return 0; }
  grep -q "^<!-- $1 -->$" "$page" || refuse "docs/results.md has no mark '<!-- $1 -->'"
  # Failures name files of this machine; the page has them from the comparisons' folder on.
  awk -v name="$1" -v table="$table" -v folder="$output/" '
    function told(line,    at) { while ((at = index(line, folder)) > 0) line = substr(line, 1, at - 1) substr(line, at + length(folder)); return line }
    $0 == "<!-- " name " -->" { print; while ((getline line < table) > 0) if (line !~ /^## /) print told(line); skip = 1; next }
    $0 == "<!-- end of " name " -->" { skip = 0 }
    !skip { print }' "$page" > "$page.new" && mv "$page.new" "$page"
}

# base NAME: trains the network that a comparison begins with, if there is one.
base() {
  local job="${bases[$1]:-}" run more=()
  [ -n "$job" ] || return 0
  run="$root/runs/$(basename "$job")"
  [ ! -f "$run/checkpoints/experience-0.safetensors" ] || return 0
  [ ! -d "$run/checkpoints" ] || more=(--resume)
  "$root/host/dotnet-host" run "$here/$job-job.json" --threads 1 --output "$run" "${more[@]}"
}

failed=0
for name in "${names[@]}"; do
  what=()
  if [ -n "$tables" ]; then
    what=(--table)
    [ -d "$output/$name" ] || { echo "comparisons/run.sh: $name has not run"; continue; }
  fi

  [ -n "$tables" ] || base "$name" || { failed=$?; continue; }
  "$root/host/dotnet-host" compare "$here"/*/"$name.json" --parallel "$parallel" --threads 1 --output "$output/$name" "${what[@]}" || failed=$?
  write "$name"
done
exit "$failed"
