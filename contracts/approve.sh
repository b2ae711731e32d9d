#!/usr/bin/env bash
# Writes the public surface of the contracts, as it is now, into contracts/surface/. Look at the difference before committing it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
APPROVE_CONTRACTS=1 dotnet test -c Release -nodeReuse:false tests/Contracts.Policy.Tests --filter FullyQualifiedName~is_the_approved_text
git --no-pager diff --stat -- contracts/surface
