#!/usr/bin/env bash
# Writes the public surface of the contracts, as it is now, into contracts/surface/. Look at the difference before committing it.
# With --release these texts become the last release as well: surface/released/<ContractsVersion>/, and Versions.props names that version.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
APPROVE_CONTRACTS=1 dotnet test -c Release -nodeReuse:false tests/Contracts.Policy.Tests --filter FullyQualifiedName~is_the_approved_text
if [ "${1:-}" = --release ]; then
  version="$(sed -n 's:.*<ContractsVersion>\(.*\)</ContractsVersion>.*:\1:p' contracts/Versions.props)"
  mkdir -p "contracts/surface/released/$version"
  for project in contracts/surface/released/*.csproj; do
    cp "contracts/surface/$(basename "$project" .csproj).txt" "contracts/surface/released/$version/"
  done
  sed -i "s:<ReleasedContracts>.*</ReleasedContracts>:<ReleasedContracts>$version</ReleasedContracts>:" contracts/Versions.props
fi
git --no-pager diff --stat -- contracts/surface contracts/Versions.props
