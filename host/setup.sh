#!/usr/bin/env bash
# Set-up that host/run.sh and tests/run.sh share: builds the solution, which fetches libtorch among its packages, and makes "dotnet host" work
# in this repository. Needs the .NET 10 SDK alone. Can be run again at any time: it does only what is missing, and then needs no network.
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

# Which libtorch the build takes: TorchSharp's for CUDA where this machine has an NVIDIA GPU and the feed has the package, else that for the CPU.
pick_backend() {
  local probe version
  backend="${TORCH_BACKEND:-}"
  if [ -n "$backend" ]; then say "libtorch: $backend, as TORCH_BACKEND says"; return 0; fi
  backend=cpu
  nvidia-smi -L 2>/dev/null | grep -q GPU || return 0
  if [ "$(cat artifacts/backend 2>/dev/null)" = cuda ]; then backend=cuda; return 0; fi
  version="$(sed -n 's:.*<TorchSharpVersion>\(.*\)</TorchSharpVersion>.*:\1:p' Directory.Packages.props)"
  probe="$(mktemp -d)"
  printf '<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup><ItemGroup><PackageDownload Include="TorchSharp-cuda-linux" Version="[%s]" /></ItemGroup></Project>\n' \
    "$version" >"$probe/probe.csproj"
  if dotnet restore "$probe/probe.csproj" -v quiet >artifacts/backend.log 2>&1 </dev/null; then
    backend=cuda
    say "libtorch: the one for CUDA, as nvidia-smi finds a GPU (TORCH_BACKEND=cpu chooses the other)"
  else
    say "libtorch: the one for the CPU; nvidia-smi finds a GPU, but the package feed has no TorchSharp-cuda-linux $version (PLUGINHOST_LIBTORCH can name a Python torch's lib folder)"
  fi
  rm -rf "$probe"
}

# What the build depends on: every source file's name, size and time, the SDK, the choice of libtorch, and that it is in its place.
fingerprint() {
  {
    echo "$sdk $backend"
    find . \( -name bin -o -name obj -o -name artifacts -o -name runs -o -name .git -o -name TestResults \) -prune -o -type f -printf '%p %s %T@\n' \
      | grep -Ev '\.(md|sh|log)($| )' | LC_ALL=C sort
    stat -c '%n %s' artifacts/shared/native/* 2>/dev/null || true
  } | sha256sum | cut -d' ' -f1
}

# What the restore depends on: every file that names packages, the SDK, the choice of libtorch, and what restores have written.
restore_state() {
  {
    echo "$sdk $backend ${NUGET_PACKAGES:-}"
    find . \( -name bin -o -name artifacts -o -name runs -o -name .git -o -name TestResults \) -prune -o -type f \
      \( -name '*.csproj' -o -name '*.props' -o -name '*.targets' -o -name '*.sln' -o -iname 'nuget.config' -o -name global.json -o -name project.assets.json \) \
      -printf '%p %s %T@\n' | LC_ALL=C sort
  } | sha256sum | cut -d' ' -f1
}

compile() {
  # The audit asks the network about every package, which would fail the build where there is none.
  # One compiler process for all projects halves the time; it is sent away afterwards.
  dotnet build PluginHost.sln -c Release -v quiet -nologo -nodeReuse:false -p:UseSharedCompilation=true -p:NuGetAudit=false -p:TorchBackend="$backend" "$@" \
    >artifacts/build.log 2>&1 </dev/null 8>&-
}

# Whether a build that failed may go well with a restore: for want of a compiler that the feed lacks, or of a package that has left the cache since.
can_be_mended() {
  if grep -qiE 'error NU110[0-9].*crossgen' artifacts/build.log; then
    say "the package feed has no compiler to machine code for SDK $sdk: the host will start more slowly"
    echo "$sdk" >artifacts/crossgen.absent
    return 0
  fi
  [ ${#options[@]} -gt 0 ] && grep -qE 'error (NETSDK|NU|CS0006|MSB)' artifacts/build.log
}

build() {
  local now
  now="$(fingerprint)"
  if [ -f artifacts/host/dotnet-host.dll ] && [ "$(cat artifacts/build.stamp 2>/dev/null)" = "$now" ]; then return 0; fi
  say "building the solution with .NET SDK $sdk (some minutes the first time, as packages of 200 MB are fetched; log: artifacts/build.log)"
  [ "$(cat artifacts/crossgen.absent 2>/dev/null)" = "$sdk" ] || rm -f artifacts/crossgen.absent
  # Looking at 80 projects' packages again takes a third of the time of a build after a change of code.
  local options=()
  if [ "$(cat artifacts/restore.stamp 2>/dev/null)" = "$(restore_state)" ]; then options=(--no-restore); fi
  if ! compile ${options[@]+"${options[@]}"} && ! { can_be_mended && compile; }; then
    grep -E 'error|rror\(s\)' artifacts/build.log | sort -u | head -n 40 >&2
    fail "the build failed; the whole log is artifacts/build.log"
  fi
  restore_state >artifacts/restore.stamp
  dotnet build-server shutdown --vbcscompiler >/dev/null 2>&1 || true
  rm -f artifacts/tool.stamp
  echo "$backend" >artifacts/backend
  fingerprint >artifacts/build.stamp
}

# "dotnet host" runs the copy in the package cache; another clone may have put its own there.
tool_is_fresh() {
  [ -f artifacts/tool.stamp ] || return 1
  local cached
  cached="$(dotnet nuget locals global-packages --list 2>/dev/null | sed 's/^[^:]*: *//')pluginhost.tool"
  local assembly
  for assembly in dotnet-host PluginHost.Kernel PluginHost.Packaging PluginHost.Sweeps PluginHost.Reports; do
    cmp -s "artifacts/host/$assembly.dll" "$(find "$cached" -name "$assembly.dll" 2>/dev/null | head -n 1)" || return 1
  done
  dotnet host --version >/dev/null 2>&1
}

make_tool() {
  tool_is_fresh && return 0
  bash host/pack-tool.sh >artifacts/tool.log 2>&1 </dev/null || { tail -n 20 artifacts/tool.log >&2; fail "the local tool could not be made; the whole log is artifacts/tool.log"; }
  touch artifacts/tool.stamp
}

find_dotnet
pick_backend
build
make_tool
exec 8>&-
