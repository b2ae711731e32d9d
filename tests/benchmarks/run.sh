#!/usr/bin/env bash
# Prints the figures of the host's benchmarks. Wants a built tree (bash host/run.sh or bash tests/run.sh makes it). Arguments: repetitions; "starts" for starts alone.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
dotnet build -c Release "$here/benchmarks.csproj" -nodeReuse:false -v:q -nologo
dotnet build -c Release "$here/starts/strategy.start-probe/strategy.start-probe.csproj" -nodeReuse:false -p:NuGetAudit=false -v:q -nologo
exec dotnet "$here/bin/Release/net10.0/PluginHost.Benchmarks.dll" "$@"
