#!/usr/bin/env bash
# Tries the published archive on a machine that has a libtorch, such as that of a Python torch, but neither the .NET SDK nor a network.
# Compares that libtorch with the one that TorchSharp is built for, runs the tensor tests (those of the GPU too where there is one), runs the
# default job in each precision on the GPU, or on the CPU where there is none, and prints device, versions, steps per second, memory.
# Then full-size iQuery with ContAV-Sep takes 200 steps in fp32, bf16 and fp16 beside the same steps in plain PyTorch (tests/reference/device.py):
# both losses, steps per second, ratio, memory, use of the GPU, where a step's time goes; profiles of the reference are written.
# Usage: bash tests/gpu/run.sh [ARCHIVE] [--libtorch FOLDER] [--device cpu|cuda] [-- arguments for "dotnet-host run"]
# The archive is made by host/publish.sh; without an argument it is looked for beside this script and in artifacts/.
# FOLDER has libtorch_cpu.so; without it PLUGINHOST_LIBTORCH says where libtorch is, else Python's torch (PYTHON names another Python), else
# the package cache. WORK names the folder to unpack into (default: a temporary one, removed at the end).
# STEPS, CASE (full or small), BATCH and DTYPES are those of the comparison; profiles go to PROFILES (default: runs/profiles in the archive).
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
say() { echo "== $*"; }
fail() { echo "gpu: $*" >&2; exit 1; }

archive="" wanted=""
while [ $# -gt 0 ]; do
  case "$1" in
    --) shift; break ;;
    --libtorch) [ $# -gt 1 ] || fail "--libtorch needs a folder"; PLUGINHOST_LIBTORCH="$2"; shift 2 ;;
    --device) [ $# -gt 1 ] || fail "--device needs cpu or cuda"; wanted="$2"; shift 2 ;;
    -*) fail "unknown option $1; arguments for the run come behind --" ;;
    *) archive="$1"; shift ;;
  esac
done

# Inside an unpacked archive, this script is tests/run.sh and everything is beside it.
if [ -z "$archive" ] && [ -x "$here/../runtime/dotnet" ]; then
  home="$(cd "$here/.." && pwd)"
else
  for tool in tar xz; do command -v "$tool" >/dev/null 2>&1 || fail "$tool is missing"; done
  if [ -z "$archive" ]; then
    for archive in "$here/pluginhost-linux-x64.tar.xz" "$here/../../artifacts/pluginhost-linux-x64.tar.xz" ""; do
      if [ -z "$archive" ] || [ -f "$archive" ]; then break; fi
    done
  fi
  [ -f "$archive" ] || fail "no archive ${archive:+at $archive}; make one with: bash host/publish.sh"
  if [ -z "${WORK:-}" ]; then
    WORK="$(mktemp -d)"
    trap 'rm -rf "$WORK"' EXIT
  fi
  mkdir -p "$WORK"
  say "unpacking $(basename "$archive") ($(du -h "$archive" | cut -f1)) into $WORK"
  tar -C "$WORK" -xJf "$archive"
  home="$WORK/pluginhost"
fi

# The Python with torch that ours is compared with; its libtorch serves both where no other is named.
reference=""
for python in ${PYTHON:-python3 python /usr/bin/python3}; do
  if (cd / && "$python" -c 'import torch, numpy') 2>/dev/null; then reference="$python"; break; fi
done

if [ -z "${PLUGINHOST_LIBTORCH:-}" ]; then
  for python in ${PYTHON:-python3 python /usr/bin/python3}; do
    found="$(cd / && "$python" -c 'import torch, os; print(os.path.join(os.path.dirname(torch.__file__), "lib"))' 2>/dev/null || true)"
    if [ -f "$found/libtorch_cpu.so" ]; then PLUGINHOST_LIBTORCH="$found"; break; fi
  done
fi
if [ -n "${PLUGINHOST_LIBTORCH:-}" ]; then
  PLUGINHOST_LIBTORCH="$(realpath -m "$PLUGINHOST_LIBTORCH")"
  export PLUGINHOST_LIBTORCH
fi
cd "$home"
export DOTNET_ROOT="$home/runtime" DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

say "machine: $(uname -sr), $(nproc) processors, libtorch ${PLUGINHOST_LIBTORCH:-of the package cache}"
report="$(./dotnet-host doctor 2>&1 || true)"
if grep -A 2 -E '^error TS01' <<<"$report" >&2; then fail "this libtorch cannot be used"; fi
grep -E '^(ok|warning|error) +(runtime|libtorch|TorchSharp|libLibTorchSharp|threads|waiting|BLAS|CUDA|cpu|cuda)' <<<"$report" || true
if grep -qE '^error +libtorch' <<<"$report"; then fail "this libtorch cannot be loaded"; fi
device=cpu
if grep -qE '^ok +CUDA +cuda:0 ' <<<"$report"; then device=cuda; fi
if [ "$wanted" = cuda ] && [ "$device" = cpu ]; then fail "there is no CUDA device that this libtorch can use"; fi
device="${wanted:-$device}"

say "tensor tests, device $device"
started=$SECONDS
PLUGINHOST_TEST_DEVICE="$device" "$home/runtime/dotnet" tests/TensorChecks/TensorChecks.dll
say "tested in $((SECONDS - started)) s"

# The highest of what a file or program shows while a process runs.
highest() { if [ "${1:-0}" -gt "${2:-0}" ] 2>/dev/null; then echo "$1"; else echo "${2:-0}"; fi; }
device_memory() { nvidia-smi --query-gpu=memory.used --format=csv,noheader,nounits 2>/dev/null | head -n 1 || true; }

job() {
  local precision="$1" output="$home/runs/gpu-$1" resident=0 used=0 before status=0 pid
  shift
  say "default job, device $device, $precision"
  rm -rf "$output"
  before="$(device_memory)"
  ./dotnet-host run plugins.json --device "$device" --set "engine.options.precision=$precision" --output "$output" "$@" &
  pid=$!
  while kill -0 "$pid" 2>/dev/null; do
    resident="$(highest "$(sed -n 's/^VmHWM:[^0-9]*\([0-9]*\).*/\1/p' "/proc/$pid/status" 2>/dev/null || true)" "$resident")"
    if [ "$device" = cuda ]; then used="$(highest "$(device_memory)" "$used")"; fi
    sleep 0.5
  done
  wait "$pid" || status=$?
  [ "$status" -eq 0 ] || fail "the default job in $precision ended with exit code $status"
  # Steps per second over the whole run, from the events: the harmonic mean of the logged intervals.
  local rate
  rate="$(sed -n 's/.*"event":"step".*"stepsPerSecond":\([0-9.eE+-]*\).*/\1/p' "$output/events.jsonl" \
    | awk '$1 > 0 { n++; s += 1 / $1 } END { if (n) printf "%.2f", n / s }')"
  say "device $device, $precision: ${rate:-?} steps per second, peak resident memory $((resident / 1024)) MiB"
  if [ "$device" = cuda ]; then say "device memory in use: $used MiB at most, ${before:-?} MiB before"; fi
}

dtypes="${DTYPES:-fp32 bf16 fp16}"
for precision in $dtypes; do job "$precision" "$@"; done

if [ -z "$reference" ]; then
  say "no Python with torch and numpy here, so there is nothing to compare with"
  exit 0
fi
steps="${STEPS:-200}" size="${CASE:-full}" profiles="${PROFILES:-$home/runs/profiles}"
say "$size iQuery with ContAV-Sep, $steps steps, device $device, beside $("$reference" -c 'import torch; print("torch", torch.__version__)')"
# shellcheck disable=SC2086
"$reference" -B "$home/tests/reference/device.py" "$size" --device "$device" --steps "$steps" --dtypes $dtypes --batch "${BATCH:-0}" --profile "$profiles" \
  || fail "the comparison failed"
for profile in "$profiles/$size"-*.txt; do
  if [ -f "$profile" ]; then say "profile $(basename "$profile" .txt) of the reference"; head -n 18 "$profile" | cut -c1-200; fi
done
