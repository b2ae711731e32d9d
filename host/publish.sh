#!/usr/bin/env bash
# Packs everything but libtorch that a Linux x64 machine without .NET needs to run jobs into one archive: the .NET runtime, host, contracts,
# plugins, job files and the tensor tests. PLUGINHOST_LIBTORCH names a libtorch over there; tests/gpu/run.sh finds that of a Python torch.
# Usage: bash host/publish.sh [ARCHIVE]   (default: artifacts/pluginhost-linux-x64.tar.xz)
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
archive="$(realpath -m "${1:-$here/../artifacts/pluginhost-linux-x64.tar.xz}")"
# shellcheck source=host/setup.sh
. "$here/setup.sh"
command -v xz >/dev/null 2>&1 || fail "xz is missing: apt-get install xz-utils"
[ "$(uname -m)" = x86_64 ] || fail "the archive takes the .NET runtime of this machine, which is no x64"

dotnet build tests/gpu/TensorChecks/TensorChecks.csproj -c Release -v quiet -nologo -nodeReuse:false -p:NuGetAudit=false >artifacts/publish.log 2>&1 </dev/null \
  || { grep -E 'error' artifacts/publish.log | sort -u | head -n 20 >&2; fail "the tensor checks do not build; see artifacts/publish.log"; }
dotnet build tests/benchmarks/reference/strategy.step-probe/strategy.step-probe.csproj -c Release -v quiet -nologo -nodeReuse:false -p:NuGetAudit=false \
  >>artifacts/publish.log 2>&1 </dev/null || { grep -E 'error' artifacts/publish.log | sort -u | head -n 20 >&2; fail "the step probe does not build; see artifacts/publish.log"; }

stage="$(mktemp -d)"
trap 'rm -rf "$stage"' EXIT
target="$stage/pluginhost"
mkdir -p "$target/runtime" "$target/tests"

# The runtime of the SDK that built the rest. One copy serves the host and the tests.
dotnet_home="$(dirname "$(readlink -f "$(command -v dotnet)")")"
runtime="$(dotnet --list-runtimes | sed -n 's/^Microsoft.NETCore.App \(10[^ ]*\) .*/\1/p' | sort -V | tail -n 1)"
mkdir -p "$target/runtime/shared/Microsoft.NETCore.App" "$target/runtime/host/fxr"
cp "$dotnet_home/dotnet" "$target/runtime/"
cp -r "$dotnet_home/host/fxr/$runtime" "$target/runtime/host/fxr/"
cp -r "$dotnet_home/shared/Microsoft.NETCore.App/$runtime" "$target/runtime/shared/Microsoft.NETCore.App/"

cp -r artifacts/host artifacts/plugins "$target/"
# Of the native libraries, those that no machine has; libtorch is found over there.
mkdir -p "$target/shared/native"
cp artifacts/shared/*.dll "$target/shared/"
cp artifacts/shared/native/libLibTorchSharp.so artifacts/shared/native/libSkiaSharp.so "$target/shared/native/"
cp -r tests/gpu/TensorChecks/bin/Release/net10.0 "$target/tests/TensorChecks"
cp tests/gpu/run.sh "$target/tests/run.sh"
# Steps beside plain PyTorch: the scripts, and the plugin that takes steps as they order, which is none of the shipped ones.
mkdir -p "$target/tests/reference/plugins"
cp tests/benchmarks/reference/*.py "$target/tests/reference/"
cp -r artifacts/benchmarks/plugins/strategy.step-probe "$target/tests/reference/plugins/"
for job in plugins.json plugins/*/job.json comparisons/paper/job.json; do
  [ -f "$job" ] || continue
  mkdir -p "$target/$(dirname "$job")"
  cp "$job" "$target/$job"
done
find "$target/host" "$target/shared" "$target/plugins" "$target/tests" \( -name '*.pdb' -o -name '*.xml' -o -name '*.so.dbg' \) -delete
cat >"$target/dotnet-host" <<'LAUNCHER'
#!/usr/bin/env bash
# The host with the .NET runtime that came with it.
here="$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)"
export DOTNET_ROOT="$here/runtime" DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1
exec "$here/runtime/dotnet" "$here/host/dotnet-host.dll" "$@"
LAUNCHER
chmod +x "$target/dotnet-host" "$target/tests/run.sh"

mkdir -p "$(dirname "$archive")"
tar -C "$stage" --owner=0 --group=0 --sort=name -cf - pluginhost | xz -T0 -6 >"$archive.new"
mv -f "$archive.new" "$archive"
size="$(stat -c %s "$archive")"
echo "$archive: $((size / 1000000)).$((size / 100000 % 10)) MB, .NET runtime $runtime"
[ "$size" -lt 50000000 ] || fail "the archive is larger than 50 MB"
