#!/usr/bin/env bash
# Set-up that host/run.sh and tests/run.sh share: installs missing Debian packages, builds the native shim and the solution, and makes
# "dotnet host" work in this repository. Can be run again at any time: it does only what is missing, and then needs no network.
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
cd "$root"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1 DOTNET_CLI_UI_LANGUAGE=en

say() { echo "set-up: $*"; }
fail() { echo "set-up: $*" >&2; exit 1; }

# One set-up at a time: two builds in one tree break each other.
mkdir -p artifacts
exec 8>artifacts/setup.lock
if ! flock -n 8; then say "waiting for another set-up of this tree"; flock 8; fi

find_dotnet() {
  local folder
  if ! command -v dotnet >/dev/null 2>&1; then
    for folder in "${DOTNET_ROOT:-}" "$HOME/.dotnet" /usr/share/dotnet /usr/lib/dotnet; do
      if [ -n "$folder" ] && [ -x "$folder/dotnet" ]; then export PATH="$folder:$PATH"; break; fi
    done
  fi
  command -v dotnet >/dev/null 2>&1 || fail "the .NET SDK is missing: install version 10 (https://dotnet.microsoft.com/download/dotnet/10.0) and put dotnet on PATH"
  sdk="$(dotnet --version 2>/dev/null || true)"
  case "$sdk" in
    [1-9][0-9].*) ;;
    *) fail "the .NET 10 SDK is needed; found: $(dotnet --list-sdks 2>/dev/null | cut -d' ' -f1 | paste -sd' ' | sed 's/^$/none/')" ;;
  esac
}

# A libtorch that build.sh will find without Debian's libtorch-dev: one named by hand, or a Python torch with headers.
own_libtorch() {
  [ -n "${LIBTORCH:-}" ] && return 0
  local python folder
  for python in python3 python /usr/bin/python3; do
    command -v "$python" >/dev/null 2>&1 || continue
    folder="$(cd / && "$python" -c 'import importlib.util as u; s = u.find_spec("torch"); print(list(s.submodule_search_locations)[0] if s else "")' 2>/dev/null || true)"
    # Debian's python3-torch only links to the system's libtorch.
    if [ -n "$folder" ] && [ -f "$folder/include/ATen/ATen.h" ] && [ -f "$folder/lib/libtorch_cpu.so" ] && [ ! -L "$folder/lib/libtorch_cpu.so" ]; then return 0; fi
  done
  return 1
}

blas_in_use() { readlink -f "/usr/lib/$(uname -m)-linux-gnu/libblas.so.3" 2>/dev/null || true; }

fast_blas() {
  case "$(blas_in_use)" in *openblas*|*mkl*|*blis*|*atlas*) return 0 ;; *) return 1 ;; esac
}

install_packages() {
  local missing=() sudo=""
  command -v g++ >/dev/null 2>&1 || missing+=(g++)
  command -v cmake >/dev/null 2>&1 || missing+=(cmake)
  command -v make >/dev/null 2>&1 || missing+=(make)
  if ! own_libtorch; then
    [ -f /usr/include/ATen/ATen.h ] && [ -e "/usr/lib/$(uname -m)-linux-gnu/libtorch_cpu.so" ] || missing+=(libtorch-dev)
    fast_blas || [ -n "$(find /usr/lib -maxdepth 3 -path '*openblas-pthread/libblas.so.3' 2>/dev/null)" ] || missing+=(libopenblas0-pthread)
  fi
  if [ ${#missing[@]} -gt 0 ]; then
    say "installing ${missing[*]} (Debian packages)"
    command -v apt-get >/dev/null 2>&1 || fail "there is no apt-get here; install by your own means: ${missing[*]}"
    if [ "$(id -u)" -ne 0 ]; then
      command -v sudo >/dev/null 2>&1 || fail "not root and no sudo; run as root: apt-get install ${missing[*]}"
      sudo="sudo"
    fi
    local log="artifacts/apt.log"
    { $sudo apt-get update -qq && $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"; } >"$log" 2>&1 \
      || { tail -n 15 "$log" >&2; fail "apt-get could not install ${missing[*]}; the whole log is $log"; }
  fi
  if ! own_libtorch && ! fast_blas; then
    say "warning: $(blas_in_use) is a slow reference BLAS; choose OpenBLAS: update-alternatives --config libblas.so.3-$(uname -m)-linux-gnu"
  fi
}

# What the build depends on: every source file's name, size and time, the SDK, and the shim that tests copy.
fingerprint() {
  {
    echo "$sdk"
    find . \( -name bin -o -name obj -o -name artifacts -o -name runs -o -name .git -o -name TestResults \) -prune -o -type f -printf '%p %s %T@\n' \
      | grep -Ev '\.(md|sh|log)($| )' | LC_ALL=C sort
    stat -c '%s %Y' artifacts/shared/libpluginhost_torch.so
  } | sha256sum | cut -d' ' -f1
}

build() {
  local now
  now="$(fingerprint)"
  if [ -f artifacts/host/dotnet-host.dll ] && [ "$(cat artifacts/build.stamp 2>/dev/null)" = "$now" ]; then return 0; fi
  say "building the solution with .NET SDK $sdk (some minutes the first time; log: artifacts/build.log)"
  # The audit asks the network about every package, which would fail the build where there is none.
  dotnet build PluginHost.sln -c Release -v quiet -nologo -nodeReuse:false -p:NuGetAudit=false >artifacts/build.log 2>&1 </dev/null \
    || { grep -E 'error|rror\(s\)' artifacts/build.log | sort -u | head -n 40 >&2; fail "the build failed; the whole log is artifacts/build.log"; }
  rm -f artifacts/tool.stamp
  echo "$now" >artifacts/build.stamp
}

# "dotnet host" runs the copy in the package cache; another clone may have put its own there.
tool_is_fresh() {
  [ -f artifacts/tool.stamp ] || return 1
  local cached
  cached="$(dotnet nuget locals global-packages --list 2>/dev/null | sed 's/^[^:]*: *//')pluginhost.tool"
  cmp -s artifacts/host/dotnet-host.dll "$(find "$cached" -name dotnet-host.dll 2>/dev/null | head -n 1)" || return 1
  dotnet host --version >/dev/null 2>&1
}

make_tool() {
  tool_is_fresh && return 0
  bash host/pack-tool.sh >artifacts/tool.log 2>&1 </dev/null || { tail -n 20 artifacts/tool.log >&2; fail "the local tool could not be made; the whole log is artifacts/tool.log"; }
  touch artifacts/tool.stamp
}

find_dotnet
install_packages
bash contracts/TorchSharp/native/build.sh
build
make_tool
exec 8>&-
