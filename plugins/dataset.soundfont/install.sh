#!/usr/bin/env bash
# Installs what dataset.soundfont renders with. Safe to run again.
set -euo pipefail
packages=(fluidsynth ffmpeg fluid-soundfont-gm minuet-data timgm6mb-soundfont)
missing=()
for package in "${packages[@]}"; do
  dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
done
if [ ${#missing[@]} -eq 0 ]; then
  echo "dataset.soundfont: everything is installed (${packages[*]})"
  exit 0
fi
echo "dataset.soundfont: installing ${missing[*]}"
as_root() { if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi; }
install() { as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}" >/dev/null; }
install 2>/dev/null || { as_root apt-get update -qq; install; }
