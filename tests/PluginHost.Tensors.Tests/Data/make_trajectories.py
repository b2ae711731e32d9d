"""Prints the digests of Optim/TrajectoryReference.cs: PyTorch's optimizers on the loss of Optim/Problem.cs, in float64 on a CPU.
Made with Debian's python3-torch (1.13.1): python3 make_trajectories.py"""
import torch


def wave(shape, phase=0.0):
    count = torch.Size(shape).numel()
    return (torch.arange(count, dtype=torch.float64) * 0.7 + phase).sin().reshape(shape)


def digest(tensor):
    flat = tensor.detach().reshape(-1)
    return (flat * (torch.arange(flat.numel(), dtype=torch.float64) * 0.3).cos()).sum().item()


def run(make, steps, sometimes):
    a, b, c = (torch.nn.Parameter(wave(shape, phase)) for shape, phase in (([3, 2], 0.2), ([4], 0.9), ([2], 0.3)))
    optimizer = make([a, b, c])
    for i in range(steps):
        optimizer.zero_grad(set_to_none=True)
        loss = a.cos().sum()
        if not sometimes or i % 2 == 0:
            loss = loss + (a.matmul(wave([2, 4], 0.4)) + b).pow(2).sum() + 0.1 * b.pow(4).sum()
        if sometimes and i >= 3:
            loss = loss + c.pow(2).sum()
        loss.backward()
        optimizer.step()
    return [digest(p) for p in (a, b, c)]


o = torch.optim
cases = {
    "SGD": lambda p: o.SGD(p, 0.01),
    "SGD momentum": lambda p: o.SGD(p, 0.01, momentum=0.9, weight_decay=0.05),
    "SGD nesterov": lambda p: o.SGD(p, 0.01, momentum=0.9, nesterov=True),
    "Adam": lambda p: o.Adam(p, 0.02),
    "Adam decay": lambda p: o.Adam(p, 0.02, betas=(0.8, 0.95), eps=1e-6, weight_decay=0.1),
    "AdamW": lambda p: o.AdamW(p, 0.02, weight_decay=0.1),
}
for sometimes in (False, True):
    for name, make in cases.items():
        print(f'["{name}{", gradients now and then" if sometimes else ""}"] = {run(make, 8 if sometimes else 5, sometimes)},')
