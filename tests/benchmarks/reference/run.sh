#!/usr/bin/env bash
# Compares steps of our jobs with the same steps in plain PyTorch. Wants a built tree (bash host/run.sh or bash tests/run.sh makes it) and a Python
# with torch: PYTHON names it, else /usr/bin/python3 with Debian's python3-torch, which is installed if it is missing. Arguments: see compare.py --help.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
python="${PYTHON:-/usr/bin/python3}"
if ! "$python" -c 'import torch, numpy' 2>/dev/null; then
  [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null || { echo "$python has no torch: install python3-torch, or name another Python by PYTHON" >&2; exit 2; }
  apt-get install -y --no-install-recommends python3-torch python3-numpy >/dev/null || { apt-get update >/dev/null; apt-get install -y --no-install-recommends python3-torch python3-numpy >/dev/null; }
fi
# Debian's torch takes its matrix products from whatever BLAS there is, and the plain one is twenty times too slow to compare with.
blas="$here/../../../artifacts/benchmarks/openblas"
if "$python" -c 'import sys, torch; sys.exit("BLAS_INFO=generic" not in torch.__config__.show())'; then
  if [ ! -d "$blas" ]; then
    folder="$(mktemp -d)"
    (cd "$folder" && { apt-get download libopenblas0-openmp || { apt-get update && apt-get download libopenblas0-openmp; }; } >/dev/null 2>&1)
    mkdir -p "$blas"
    dpkg -x "$folder"/*.deb "$blas"
    rm -rf "$folder"
  fi
  LD_LIBRARY_PATH="$(echo "$blas"/usr/lib/*/openblas-openmp)"
  export LD_LIBRARY_PATH
fi
dotnet build -c Release "$here/strategy.step-probe/strategy.step-probe.csproj" -nodeReuse:false -p:NuGetAudit=false -v:q -nologo
exec "$python" "${MEASURE:-$here/compare.py}" "$@"
