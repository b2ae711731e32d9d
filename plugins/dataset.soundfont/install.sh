#!/usr/bin/env bash
# Installs what dataset.soundfont renders with, and tests compare with. Safe to run again: needs no network where everything is there.
set -euo pipefail
packages=(fluidsynth ffmpeg fluid-soundfont-gm minuet-data timgm6mb-soundfont)
fail() { echo "dataset.soundfont: $*" >&2; exit 1; }
missing=()
for package in "${packages[@]}"; do
  dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
done
if [ ${#missing[@]} -eq 0 ]; then
  echo "dataset.soundfont: everything is installed (${packages[*]})"
  exit 0
fi
echo "dataset.soundfont: installing ${missing[*]} (Debian packages)"
command -v apt-get >/dev/null 2>&1 || fail "there is no apt-get here; install by your own means: ${missing[*]}"
sudo=""
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null 2>&1 || fail "not root and no sudo; run as root: apt-get install ${missing[*]}"
  sudo="sudo"
fi
log="$(mktemp)"
{ $sudo apt-get update -qq && $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"; } >"$log" 2>&1 \
  || { tail -n 15 "$log" >&2; fail "apt-get could not install ${missing[*]}; the whole log is $log"; }
rm -f "$log"
