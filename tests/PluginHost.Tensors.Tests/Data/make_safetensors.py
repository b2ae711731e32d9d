"""Makes reference.safetensors of this folder with numpy alone, by the layout of the format's reference writer (its Rust crate): eight
bytes with the header's length, a JSON header padded with blanks to a multiple of eight, then the elements; tensors by falling element
type (BOOL U8 I8 I16 F16 BF16 I32 F32 C64 F64 I64), then by name. Run from anywhere: python3 make_safetensors.py FOLDER"""
import json
import sys

import numpy as np

ranks = ["BOOL", "U8", "I8", "I16", "F16", "BF16", "I32", "F32", "C64", "F64", "I64"]
numpy_types = {"BOOL": "?", "U8": "<u1", "I8": "<i1", "I16": "<i2", "F16": "<f2", "I32": "<i4", "F32": "<f4", "C64": "<c8", "F64": "<f8",
               "I64": "<i8"}
values = np.array([[-1, 0, 1], [2, 3, 4]])


def elements(name, array):
    if name == "BF16":  # the upper half of a float32
        return (array.astype("<f4").view("<u4") >> 16).astype("<u2").tobytes()
    return array.astype(numpy_types[name]).tobytes()


tensors = [("w." + name.lower(), name, [2, 3], elements(name, np.abs(values) if name in ("U8", "BOOL") else values)) for name in ranks]
tensors += [("strided", "F32", [3, 2], np.ascontiguousarray(values.T).astype("<f4").tobytes()),
            ("offset", "F64", [3], values[1].astype("<f8").tobytes()),
            ("scalar", "F32", [], np.float32(2.5).tobytes()), ("empty", "F32", [0, 4], b""), ("Gewicht ü", "I64", [1], np.int64(7).tobytes())]
tensors.sort(key=lambda t: t[0].encode())
tensors.sort(key=lambda t: -ranks.index(t[1]))
header, at = {"__metadata__": {"format": "pt"}}, 0
for name, dtype, shape, data in tensors:
    header[name] = {"dtype": dtype, "shape": shape, "data_offsets": [at, at + len(data)]}
    at += len(data)
text = json.dumps(header, separators=(",", ":"), ensure_ascii=False).encode()
text += b" " * (-len(text) % 8)
with open(f"{sys.argv[1]}/reference.safetensors", "wb") as file:
    file.write(len(text).to_bytes(8, "little") + text + b"".join(t[3] for t in tensors))
