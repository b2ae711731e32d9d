"""Writes the samples of a store of `data prepare` as videos, a folder a class: store-to-videos.py STORE FOLDER

Needs ffmpeg. Each sample with sound and pictures becomes FOLDER/CLASS/ID.mp4; one that is there stays.
"""
import json
import os
import pathlib
import sqlite3
import subprocess
import sys
import tempfile
import zlib


def tensor(db, place, name):
    row = db.execute("SELECT shape, encoding, data FROM tensors WHERE sample = ? AND name = ?", (place, name)).fetchone()
    if row is None:
        sys.exit(f"sample {place} has no '{name}': prepare the data without --without {name}")
    shape, encoding, data = row
    return json.loads(shape), zlib.decompress(data) if encoding == "zlib" else data


def write(db, place, target, audio_rate, frame_rate):
    (count, channels, height, width), frames = tensor(db, place, "frames")
    _, sound = tensor(db, place, "audio")
    plane = height * width
    # ffmpeg's planar format has green, blue, red.
    order = (1, 2, 0) if channels == 3 else (0,)
    pixels = b"".join(
        frames[(i * channels + k) * plane:(i * channels + k + 1) * plane] for i in range(count) for k in order)
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_suffix(".part")
    with tempfile.NamedTemporaryFile(suffix=".f32") as wave:
        wave.write(sound)
        wave.flush()
        subprocess.run(
            ["ffmpeg", "-v", "error", "-y", "-f", "rawvideo", "-pix_fmt", "gbrp" if channels == 3 else "gray", "-s", f"{width}x{height}",
             "-r", str(frame_rate), "-i", "-", "-f", "f32le", "-ar", str(audio_rate), "-ac", "1", "-i", wave.name,
             "-c:v", "libx264", "-pix_fmt", "yuv420p", "-c:a", "aac", "-b:a", "128k", "-ar", "44100", "-f", "mp4", "./" + os.path.relpath(part)],
            input=pixels, check=True)
    part.rename(target)


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    db = sqlite3.connect(f"file:{os.path.abspath(sys.argv[1])}?mode=ro", uri=True)
    facts = dict(db.execute("SELECT key, value FROM info"))
    classes = json.loads(facts["classes"])
    samples = db.execute("SELECT place, id, labels FROM samples WHERE stored ORDER BY place").fetchall()
    for done, (place, name, labels) in enumerate(samples, 1):
        target = pathlib.Path(sys.argv[2]) / classes[json.loads(labels)[0]] / (name.replace("/", "_") + ".mp4")
        if not target.exists():
            write(db, place, target, int(facts["audioRate"]), float(facts["frameRate"]))
        if sys.stdout.isatty():
            print(f"\r{done} of {len(samples)}", end="", flush=True)
    print(f"{len(samples)} samples are in {sys.argv[2]}")


if __name__ == "__main__":
    main()
