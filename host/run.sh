#!/usr/bin/env bash
# Sets up what is missing, then runs the job of the root plugins.json. Arguments go to "dotnet host run", such as --set strategy=fine-tuning.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
# shellcheck source=host/setup.sh
. "$here/setup.sh"
exec dotnet host run "$@"
