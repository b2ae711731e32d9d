#!/usr/bin/env bash
# Makes the files beside it with ffmpeg (made with 5.1.9 of Debian 12, libmp3lame, libvorbis, libopus). They are committed, since encoders change;
# the tests compare our decoding of them with ffmpeg's decoding of the same files.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
make() { ffmpeg -nostdin -v error -y -f lavfi -i "$1" -t 0.6 -map_metadata -1 -fflags +bitexact -flags:a +bitexact "${@:2}"; }
# Two gliding tones, different left and right, so that a swapped channel, a shift or a lost block is seen.
stereo='aevalsrc=0.4*sin(2*PI*(300*t+400*t*t))+0.1*sin(2*PI*2500*t)|0.4*sin(2*PI*(900*t-300*t*t)):s=RATE'
mono='aevalsrc=0.5*sin(2*PI*(250*t+500*t*t))*(0.3+0.7*t):s=RATE'
make "${stereo/RATE/44100}" -c:a libmp3lame -b:a 64k stereo-44100.mp3
make "${mono/RATE/22050}" -c:a libmp3lame -q:a 5 mono-22050-vbr.mp3
make "${mono/RATE/44100}" -c:a libmp3lame -b:a 64k -write_xing 0 -id3v2_version 0 no-xing.mp3
make "${mono/RATE/48000}" -c:a mp2 -b:a 64k layer2.mp2
make "${stereo/RATE/44100}" -c:a libvorbis -q:a 2 stereo-44100.ogg
make "${mono/RATE/11025}" -c:a libvorbis -q:a 2 mono-11025.ogg
make "${stereo/RATE/48000}" -c:a libopus -b:a 48k stereo.opus
make "${mono/RATE/16000}" -c:a libopus -b:a 16k -application voip mono-voip.opus
make "${mono/RATE/11025}" -c:a adpcm_ima_wav adpcm.wav
make "${mono/RATE/11025}" -c:a libmp3lame -b:a 24k mp3-inside.wav
make "${mono/RATE/11025}" -t 0.2 -c:a flac flac.flac
ffmpeg -nostdin -v error -y -f lavfi -i testsrc2=s=48x32:d=1:r=1 -frames:v 1 -pix_fmt rgb24 -fflags +bitexact -flags:v +bitexact colour.png
ffmpeg -nostdin -v error -y -f lavfi -i testsrc2=s=48x32:d=1:r=1 -frames:v 1 -pix_fmt gray -fflags +bitexact -flags:v +bitexact grey.png
ffmpeg -nostdin -v error -y -f lavfi -i testsrc2=s=48x32:d=1:r=1 -frames:v 1 -pix_fmt rgba -fflags +bitexact -flags:v +bitexact alpha.png
ffmpeg -nostdin -v error -y -f lavfi -i testsrc2=s=48x32:d=1:r=1 -frames:v 1 -pix_fmt yuvj444p -q:v 3 -fflags +bitexact -flags:v +bitexact colour.jpg
