"""Writes numpy-plain.npz, numpy-packed.npz and the numpy-*.npy files of NumpyFileTests with numpy.  python3 make_numpy.py"""
import os
import numpy as np

# Value i of an array of (2, 3, 4), in row order, is 3 i - 5 (unsigned and bool: 7 i, and whether i is a multiple of 3).
count = np.arange(24).reshape(2, 3, 4)
arrays = {"b1": count % 3 == 0}
for kind in ("i1", "i2", "i4", "i8", "f2", "f4", "f8"):
    arrays[kind] = (3 * count - 5).astype(kind)
for kind in ("u1", "u2", "u4", "u8"):
    arrays[kind] = (7 * count).astype(kind)
for name in list(arrays):
    arrays[name + "-fortran"] = np.asfortranarray(arrays[name])
    arrays[name + "-big"] = arrays[name].astype(arrays[name].dtype.newbyteorder(">"))
    arrays[name + "-big-fortran"] = np.asfortranarray(arrays[name + "-big"])
arrays["u2-high"] = np.array([0, 65535, 32768], dtype="u2")
arrays["u4-high"] = np.array([0, 2 ** 32 - 1, 2 ** 31], dtype="u4")
arrays["scalar"] = np.array(2.5, dtype="f4")
arrays["none"] = np.zeros((3, 0, 2), dtype="f4")
arrays["line"] = np.asfortranarray(np.arange(4, dtype="f4"))
np.savez("numpy-plain.npz", **arrays)
np.savez_compressed("numpy-packed.npz", **arrays)

np.save("numpy-u8-high.npy", np.array([2 ** 63], dtype="u8"))
np.save("numpy-text.npy", np.array(["violin"]))
np.save("numpy-complex.npy", np.array([1j]))
np.save("numpy-date.npy", np.array(["2024-01-01"], dtype="M8[D]"))
np.save("numpy-record.npy", np.zeros(2, dtype=[("a", "f4"), ("b", "i4")]))

# As ContAV-Sep saves its splits, with all that a dictionary of features may hold besides.
np.save("numpy-dictionary.npy", {"violin": ["-x_1", "it's"], "flöte": ["a b"], 3: {"objects": np.arange(6, dtype="f4").reshape(2, 3)}})
np.save("numpy-list.npy", np.array([["a", 1], [None, 2.5]], dtype=object))


class Evil:
    def __reduce__(self):
        return (os.system, ("touch /tmp/numpy-objects-were-run",))


np.save("numpy-evil.npy", {"data": Evil()})
