#!/usr/bin/env bash
# Fetches the sets of dataset.audio-visual from Debian packages into a folder; installs no package but the programs it needs.
#   install.sh [--folder DIR] [--changed] [SET ...]     SET: stamps gcompris; none = both. What is there already is left as it is.
#   --changed takes a source whose content is not the known one, as another release of Debian may have it.
set -euo pipefail
folder="$HOME/.cache/pluginhost/audio-visual"
known=(stamps gcompris)
sets=()
changed=""
fail() { echo "dataset.audio-visual: $*" >&2; exit 1; }
while [ $# -gt 0 ]; do
  case "$1" in
    --folder) [ $# -gt 1 ] || fail "--folder needs a folder"; folder="$2"; shift 2 ;;
    --changed) changed=1; shift ;;
    stamps|gcompris) sets+=("$1"); shift ;;
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

# debian PACKAGE PATH...: takes paths out of a Debian package into $work/root without installing it.
debian() {
  local package="$1" log="$work/apt.log"; shift
  mkdir -p "$work/root" "$work/$package"
  command -v apt-get >/dev/null 2>&1 || fail "there is no apt-get here; fetch the Debian package $package by your own means"
  echo "dataset.audio-visual: fetching the Debian package $package"
  (cd "$work/$package" && apt-get download -q "$package") >"$log" 2>&1 \
    || { $sudo apt-get update -qq && cd "$work/$package" && apt-get download -q "$package"; } >>"$log" 2>&1 \
    || { tail -n 15 "$log" >&2; fail "apt-get could not download $package"; }
  dpkg-deb --fsys-tarfile "$work/$package"/*.deb | tar x -C "$work/root" "$@" || fail "the package $package does not have $*"
}

# program NAME PACKAGE: installs a program that is not there.
program() {
  command -v "$1" >/dev/null 2>&1 && return
  echo "dataset.audio-visual: installing $2"
  { $sudo apt-get update -qq && $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$2"; } \
    >"$work/program.log" 2>&1 || { tail -n 15 "$work/program.log" >&2; fail "apt-get could not install $2"; }
}

# sum FOLDER SHA256: of the names and contents of all files in it, before anything is converted.
sum() {
  local found
  found="$(cd "$1" && find . -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -d' ' -f1)"
  [ "$found" = "$2" ] && return
  [ -n "$changed" ] || fail "what was fetched is not what is known (SHA-256 $found, known is $2); its source has changed. --changed takes it as it is"
  echo "dataset.audio-visual: what was fetched is not what is known (SHA-256 $found); it is taken as it is"
}

# drawing FROM TO: an SVG as PNG on white.
drawing() {
  rsvg-convert --keep-aspect-ratio --width 256 --height 256 --background-color white -o "$2" "$1" 2>>"$work/rsvg.log" \
    || fail "rsvg-convert could not render $1"
}

# count WORD FOUND KNOWN
count() { echo "dataset.audio-visual:   $1 $2 pairs$([ "$2" = "$3" ] || echo ", and $3 are known")"; }

# Pictures of Tux Paint with their names in eight languages, X_desc_LANGUAGE.ogg, and with natural sounds, X.ogg. Sounds without a picture of
# their name are not kept. Where only a drawing (SVG) is there, it is rendered.
stamps() {
  program rsvg-convert librsvg2-bin
  debian tuxpaint-stamps-default ./usr/share/tuxpaint/stamps
  local from="$work/root/usr/share/tuxpaint/stamps" to="$work/stamps" stem language file
  mkdir "$to"
  (cd "$from" && find . -type f \( -name '*.png' -o -name '*.svg' \) | sed 's,^\./,,; s,\.[^.]*$,,' | LC_ALL=C sort -u) >"$work/stems"
  while IFS= read -r stem; do
    local sounds=()
    for language in fr ro ru ca bg es be el; do
      [ ! -f "$from/${stem}_desc_$language.ogg" ] || sounds+=("${stem}_desc_$language.ogg")
    done
    for file in "$stem.ogg" "$stem.wav"; do [ ! -f "$from/$file" ] || sounds+=("$file"); done
    [ ${#sounds[@]} -gt 0 ] || continue
    mkdir -p "$to/$(dirname "$stem")"
    for file in "${sounds[@]}"; do cp "$from/$file" "$to/$file"; done
    if [ -f "$from/$stem.png" ]; then cp "$from/$stem.png" "$to/$stem.png"; else cp "$from/$stem.svg" "$to/$stem.svg"; fi
  done <"$work/stems"
  sum "$to" 456aa2e834e986bb76c033e5d3fdee0b90dceef5303c9bb9e7ac4ed538c64708
  find "$to" -name '*.svg' | while IFS= read -r file; do drawing "$file" "${file%.svg}.png"; rm "$file"; done
  for file in fr:925 ro:918 ru:918 ca:915 bg:915 es:888 be:692 el:657; do
    count "${file%:*}" "$(find "$to" -name "*_desc_${file%:*}.ogg" | wc -l)" "${file#*:}"
  done
  count natural "$(find "$to" -name '*.ogg' -not -name '*_desc_*' -o -name '*.wav' | wc -l)" 134
}

# Instruments, farm animals and music of the world of GCompris: a folder each with X.png and X.ogg. Its resources lie in files of Qt's format
# (rcc): a tree of entries, names in UTF-16, and the contents.
gcompris() {
  program rsvg-convert librsvg2-bin
  program ffmpeg ffmpeg
  program python3 python3
  debian gcompris-qt-data ./usr/share/gcompris-qt/rcc/instruments.rcc ./usr/share/gcompris-qt/rcc/explore_farm_animals.rcc \
    ./usr/share/gcompris-qt/rcc/explore_world_music.rcc
  local from="$work/root/usr/share/gcompris-qt/rcc" to="$work/gcompris" name file sound
  mkdir "$to"
  for name in instruments:instruments farm-animals:explore_farm_animals world-music:explore_world_music; do
    mkdir "$to/${name%:*}"
    python3 - "$from/${name#*:}.rcc" "$to/${name%:*}" <<'PYTHON' || fail "${name#*:}.rcc could not be read"
import os, re, struct, sys, zlib
file, to = sys.argv[1:]
data = open(file, "rb").read()
magic, version, tree, contents, names = struct.unpack(">4s4I", data[:20])
if magic != b"qres": sys.exit("it is no Qt resource file")
size = 14 if version < 2 else 22
def entry(index):
    at = tree + index * size
    name, flags = struct.unpack(">IH", data[at:at + 6])
    if flags & 2:
        count, first = struct.unpack(">II", data[at + 6:at + 14])
        for child in range(first, first + count): entry(child)
        return
    length, = struct.unpack(">H", data[names + name:names + name + 2])
    text = data[names + name + 6:names + name + 6 + 2 * length].decode("utf-16-be")
    if not re.fullmatch(r"[a-z_]+\.(ogg|svg|webp)|README", text): return
    if flags & 4: sys.exit(text + " is packed by zstd")
    start = contents + struct.unpack(">I", data[at + 10:at + 14])[0]
    length, = struct.unpack(">I", data[start:start + 4])
    content = data[start + 4:start + 4 + length]
    with open(os.path.join(to, text), "wb") as out: out.write(zlib.decompress(content[4:]) if flags & 1 else content)
entry(0)
PYTHON
  done
  sum "$to" 0dfca1360b4a4767cfce5e667aed34f5edf20a23110e20e3c5abab70d9cab078
  mv "$to/farm-animals/chickens.ogg" "$to/farm-animals/chicken.ogg"
  mv "$to/world-music/beethoven.ogg" "$to/world-music/orchestra.ogg"
  # Photos are WebP; where there is one, the drawing of the same name is left out.
  find "$to" -name '*.webp' | while IFS= read -r file; do
    ffmpeg -nostdin -v error -y -i "$file" -frames:v 1 "${file%.webp}.png" || fail "ffmpeg could not read $file"
  done
  find "$to" -name '*.ogg' | while IFS= read -r sound; do
    file="${sound%.ogg}"
    [ -f "$file.png" ] || { [ ! -f "$file.svg" ] || drawing "$file.svg" "$file.png"; }
    [ -f "$file.png" ] || rm "$sound"
  done
  find "$to" -name '*.png' | while IFS= read -r file; do [ -f "${file%.png}.ogg" ] || rm "$file"; done
  find "$to" \( -name '*.svg' -o -name '*.webp' \) -delete
  for name in instruments:26 farm-animals:9 world-music:9; do
    count "${name%:*}" "$(find "$to/${name%:*}" -name '*.ogg' | wc -l)" "${name#*:}"
  done
}

for set in "${sets[@]}"; do
  if [ -d "$folder/$set" ]; then
    echo "dataset.audio-visual: $set is there already ($folder/$set)"
  else
    "$set"
    rm -rf "${folder:?}/$set"
    mv "$work/$set" "$folder/$set"
    echo "dataset.audio-visual: $set is in $folder/$set"
  fi
done
