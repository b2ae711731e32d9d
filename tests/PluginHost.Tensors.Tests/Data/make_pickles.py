"""Makes the .pth files of this folder. Run once with Python's torch, from anywhere: python3 make_pickles.py FOLDER"""
import sys
from collections import OrderedDict

import torch

folder = sys.argv[1]


def save(value, name, **options):
    torch.save(value, f"{folder}/{name}.pth", **options)


ramp = torch.arange(-3, 3).reshape(2, 3)
save(OrderedDict((str(t)[6:], ramp.to(t) / 2 if t.is_floating_point else ramp.to(t)) for t in (
    torch.float64, torch.float32, torch.float16, torch.bfloat16, torch.int64, torch.int32, torch.int16, torch.int8, torch.bool,
    torch.complex64)), "types")

base = torch.arange(24, dtype=torch.float32).reshape(4, 6)
save({"base": base, "row": base[2], "column": base[:, 1], "turned": base.t(), "inner": base[1:3, 2:5], "wide": base[0, :1].expand(3, 2),
      "scalar": torch.tensor(2.5), "one": base[3, 5], "empty": torch.zeros(0, 4), "again": base}, "views")

torch.manual_seed(5)
module = torch.nn.Sequential(torch.nn.Conv1d(2, 3, 2, bias=False), torch.nn.BatchNorm1d(3), torch.nn.Linear(4, 1))
with torch.no_grad():
    for i, parameter in enumerate(module.parameters()):
        parameter.copy_(torch.arange(parameter.numel()).reshape(parameter.shape) + 100 * i)
save(module.state_dict(), "module")

optimizer = torch.optim.Adam(module.parameters(), lr=0.25)
module(torch.ones(2, 2, 5)).sum().backward()
optimizer.step()
save({"epoch": 7, "best": 1.5, "name": "été", "done": False, "nothing": None, "big": 2 ** 80, "small": -(2 ** 40), "size": torch.Size([2, 3]),
      "type": torch.float16, "list": [1, [2.0, "x"], (True, ramp)], "long": list(range(1000)),
      "parameter": torch.nn.Parameter(base[0]), "optimizer": optimizer.state_dict()}, "checkpoint")
for protocol in (3, 4, 5):
    save({"w": torch.ones(2, 2), "text": "a" * 300, "list": [None, 70000, -1, b"x" * 300]}, f"protocol{protocol}", pickle_protocol=protocol)

save(base, "tensor")
save({"w": base}, "legacy", _use_new_zipfile_serialization=False)
