#!/usr/bin/env bash
# Packs the built host, shared set and plugins as the local tool of dotnet-tools.json, so that "dotnet host" works in this repository.
# Wants a built tree (artifacts/host, artifacts/shared, artifacts/plugins). Can be run again at any time; needs no network.
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
cd "$root"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
version="$(sed -n '/"pluginhost.tool"/,/}/s/.*"version": *"\([^"]*\)".*/\1/p' dotnet-tools.json)"

rm -rf artifacts/tool
dotnet pack host/Cli/Cli.csproj -c Release --no-build -p:PackBuiltTree=true -p:PackageVersion="$version" -o artifacts/tool --nologo -v quiet

# A package of the same version in the cache would silently win over the one just made.
cache="$(dotnet nuget locals global-packages --list | sed 's/^[^:]*: *//')"
rm -rf "${cache:?}/pluginhost.tool/$version"

# Only our own folder is asked: no network, no feed.
printf '<configuration><packageSources><clear/></packageSources></configuration>\n' > artifacts/tool/nuget.config
dotnet tool restore --add-source "$root/artifacts/tool" --configfile artifacts/tool/nuget.config > artifacts/tool/restore.log 2>&1 \
  || { cat artifacts/tool/restore.log >&2; exit 1; }
echo "dotnet host is ready: try dotnet host --help"
