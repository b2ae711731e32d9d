#!/usr/bin/env bash
# Tries the published archive on a machine that has a Python torch 2.x (or another libtorch), g++ and cmake, but neither the .NET SDK nor
# a network: builds the shim against that torch, runs the tensor tests (those of the GPU too where there is one), runs the default job
# on the GPU, or on the CPU where there is none, and prints device, steps per second and the table of results.
# Usage: bash tests/gpu/run.sh [ARCHIVE] [-- arguments for "dotnet-host run"]
# The archive is made by host/publish.sh; without an argument it is looked for beside this script and in artifacts/.
# LIBTORCH names a libtorch by hand; PYTHON another Python; WORK the folder to unpack into (default: a temporary one, removed at the end).
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
say() { echo "== $*"; }
fail() { echo "gpu: $*" >&2; exit 1; }

archive=""
if [ $# -gt 0 ] && [ "$1" != "--" ]; then archive="$1"; shift; fi
if [ "${1:-}" = "--" ]; then shift; fi
for tool in tar xz cmake; do command -v "$tool" >/dev/null 2>&1 || fail "$tool is missing"; done
command -v "${CXX:-c++}" >/dev/null 2>&1 || fail "a C++ compiler is missing (g++)"

# Inside an unpacked archive, this script is tests/run.sh and everything is beside it.
if [ -z "$archive" ] && [ -x "$here/../runtime/dotnet" ]; then
  home="$(cd "$here/.." && pwd)"
else
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
cd "$home"
export DOTNET_ROOT="$home/runtime" DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

if [ -z "${LIBTORCH:-}" ]; then
  for python in ${PYTHON:-python3 python /usr/bin/python3}; do
    found="$(cd / && "$python" -c 'import torch, os; print(os.path.dirname(torch.__file__))' 2>/dev/null || true)"
    if [ -n "$found" ]; then export LIBTORCH="$found"; break; fi
  done
fi
say "building the native shim against ${LIBTORCH:-the libtorch of the system}"
started=$SECONDS
PLUGINHOST_NATIVE_BUILD="$home/native-build" bash contracts/TorchSharp/native/build.sh "$home/shared"
export PLUGINHOST_TORCH_SHIM="$home/shared/libpluginhost_torch.so"
say "built in $((SECONDS - started)) s"

say "machine"
./dotnet-host doctor | grep -E 'libtorch|shim|threads|BLAS|product|convolution|CUDA' || fail "doctor tells nothing of the tensor layer"
device=cpu
case "$(./dotnet-host doctor --json | tr -d '\n')" in *cuda:0\ *) device=cuda ;; esac

say "tensor tests, device $device"
started=$SECONDS
PLUGINHOST_TEST_DEVICE="$device" "$home/runtime/dotnet" tests/TensorChecks/TensorChecks.dll
say "tested in $((SECONDS - started)) s"

say "default job, device $device"
rm -rf "$home/runs/gpu"
./dotnet-host run plugins.json --device "$device" --output "$home/runs/gpu" "$@"

# Steps per second over the whole run, from the events: steps taken, and the time between the first and the last of each increment.
events="$home/runs/gpu/events.jsonl"
if [ -f "$events" ]; then
  rate="$(sed -n 's/.*"event":"step".*"stepsPerSecond":\([0-9.eE+-]*\).*/\1/p' "$events" | awk '$1 > 0 { n++; s += 1 / $1 } END { if (n) printf "%.2f", n / s }')"
  say "device $device: ${rate:-?} steps per second (harmonic mean of the logged intervals)"
fi
