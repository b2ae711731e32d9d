#!/usr/bin/env bash
# Builds libpluginhost_torch.so against the libtorch of this machine and puts it into OUTDIR (default: artifacts/shared).
# Looks for libtorch in $LIBTORCH, then in an installed Python torch, then in the system. Does nothing when nothing changed.
set -euo pipefail

here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
root="$(cd "$here/../../.." && pwd)"
out="${1:-$root/artifacts/shared}"
work="${PLUGINHOST_NATIVE_BUILD:-$root/artifacts/native-build}"

includes_of() { # the include folders below PREFIX that hold libtorch's headers
  local prefix="$1" list=""
  [ -f "$prefix/include/ATen/ATen.h" ] || return 1
  list="$prefix/include"
  [ -d "$prefix/include/torch/csrc/api/include" ] && list="$list;$prefix/include/torch/csrc/api/include"
  printf '%s' "$list"
}

use_prefix() { # PREFIX with include/ and lib/
  local inc
  inc="$(includes_of "$1")" || return 1
  [ -f "$1/lib/libtorch_cpu.so" ] || return 1
  include="$inc"
  lib="$(cd "$1/lib" && pwd)"
}

python_torch() { # the folder of torch in the given Python, without importing it where that can be avoided
  (cd / && "$1" -c 'import importlib.util as u; s = u.find_spec("torch"); print(list(s.submodule_search_locations)[0] if s else "")') 2>/dev/null || true
}

find_libtorch() {
  if [ -n "${LIBTORCH:-}" ]; then
    use_prefix "$LIBTORCH" && return 0
    echo "build.sh: LIBTORCH=$LIBTORCH has no include/ATen/ATen.h and lib/libtorch_cpu.so" >&2
    exit 1
  fi
  local python folder
  for python in python3 python /usr/bin/python3; do
    command -v "$python" >/dev/null 2>&1 || continue
    folder="$(python_torch "$python")"
    if [ -n "$folder" ] && use_prefix "$folder"; then return 0; fi
  done
  local multi="/usr/lib/$(uname -m)-linux-gnu"
  for lib in "$multi" /usr/lib64 /usr/lib /usr/local/lib; do
    for include in /usr/include /usr/local/include; do
      if [ -f "$lib/libtorch_cpu.so" ] && [ -f "$include/ATen/ATen.h" ]; then
        include="$(includes_of "${include%/include}")"
        return 0
      fi
    done
  done
  echo "build.sh: no libtorch found; install libtorch-dev, or a Python torch, or set LIBTORCH to an unpacked libtorch" >&2
  exit 1
}

find_libtorch
version_header="$(printf '%s\n' "$include" | tr ';' '\n' | while read -r d; do
  for f in "$d/torch/csrc/api/include/torch/version.h" "$d/torch/version.h" "$d/torch/headeronly/version.h"; do
    [ -f "$f" ] && { echo "$f"; break 2; }
  done
done)"
stamp="$({ echo "$include $lib"; [ -n "$version_header" ] && cat "$version_header"; ls -lL "$lib/libtorch_cpu.so" "$lib/libc10.so"; \
  cat "$here/CMakeLists.txt" "$here"/src/*; "${CXX:-c++}" --version; } | sha256sum | cut -d' ' -f1)"
built="$work/libpluginhost_torch.so"
target="$out/libpluginhost_torch.so"
mkdir -p "$work" "$out"
exec 9>"$work/lock"
flock 9
deliver() {
  cmp -s "$built" "$target" && return 0
  cp -f "$built" "$target.new"
  mv -f "$target.new" "$target"
}
if [ -f "$built" ] && [ "$(cat "$work/stamp" 2>/dev/null)" = "$stamp" ]; then
  deliver
  exit 0
fi

echo "build.sh: building the native shim against libtorch in $lib"
rm -f "$work/stamp"
compile() { # STANDARD: the C++ standard; libtorch's newest headers want more than C++17, its oldest break on more
  cmake -S "$here" -B "$work" -DCMAKE_BUILD_TYPE=Release -DTORCH_INCLUDE="$include" -DTORCH_LIB="$lib" -DCMAKE_CXX_STANDARD="$1" \
    >"$work/build-$1.log" 2>&1 && cmake --build "$work" --parallel "$(nproc)" >>"$work/build-$1.log" 2>&1
}
if ! compile 17 && ! compile 20; then
  grep -E 'error|Error' -A5 "$work/build-17.log" | head -60 >&2
  echo "build.sh: the whole output is in $work/build-17.log and build-20.log" >&2
  exit 1
fi
deliver
echo "$stamp" >"$work/stamp"
