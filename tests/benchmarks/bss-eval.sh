#!/usr/bin/env bash
# Times BSS-eval beside mir_eval (Debian's python3-mir-eval) by turns, in one run. Wants a built tree. Argument: rounds, 9 by default.
# MIR_EVAL_LIBRARIES=<folder> makes mir_eval use the libblas.so.3 and liblapack.so.3 there, such as OpenBLAS's, on one thread.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
/usr/bin/python3 -c 'import mir_eval' 2>/dev/null || { echo "install Debian's python3-mir-eval" >&2; exit 1; }
dotnet build -c Release "$here/bss-eval/bss-eval.csproj" -nodeReuse:false -v:q -nologo -p:NuGetAudit=false
export OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1 LD_LIBRARY_PATH="${MIR_EVAL_LIBRARIES:-}${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
exec /usr/bin/python3 "$here/bss-eval/compare.py" "$here/bss-eval/bin/Release/net10.0/PluginHost.Benchmarks.BssEval.dll" "${1:-9}"
