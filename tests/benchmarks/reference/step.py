"""What every reference step does around its losses: gradients, optimizers, float16's scaler."""

import contextlib

import torch


class Step:
    """Derived classes set groups (parameters by the names that the job's optimizers have) and give losses()."""

    KINDS = {"adam": torch.optim.Adam, "adamw": torch.optim.AdamW, "sgd": torch.optim.SGD}

    def __init__(self, job, facts, device, dtype, foreach):
        self.device, self.dtype = device, dtype
        self.optimizers = [self.optimizer(name, job, facts, foreach) for name in self.groups]
        self.scaler = torch.cuda.amp.GradScaler() if dtype == torch.float16 else None

    def optimizer(self, name, job, facts, foreach):
        settings = job["optimizers"].get(name) or job["optimizers"]["*"]
        kind = settings.get("type", "adamw")
        more = {"momentum": settings.get("momentum", 0)} if kind == "sgd" else {}
        return self.KINDS[kind](
            self.groups[name], lr=facts["rates"][name], weight_decay=settings.get("weightDecay", 0), foreach=foreach, **more)

    def losses(self):
        """The terms of the loss, name to (weight, value), and the outputs by name."""
        raise NotImplementedError

    def forward(self):
        """Terms, outputs and total."""
        with contextlib.nullcontext() if self.dtype == torch.float32 else torch.autocast(self.device.split(":")[0], dtype=self.dtype):
            terms, outputs = self.losses()
            return terms, outputs, sum(weight * value for weight, value in terms.values())

    def backward(self, total):
        for optimizer in self.optimizers:
            optimizer.zero_grad(set_to_none=True)
        (total if self.scaler is None else self.scaler.scale(total)).backward()

    def update(self):
        for optimizer in self.optimizers:
            if self.scaler is None:
                optimizer.step()
            else:
                self.scaler.step(optimizer)
        if self.scaler is not None:
            self.scaler.update()

    def step(self):
        """A whole step; the loss as a number, which a training loop logs."""
        total = self.forward()[2]
        self.backward(total)
        self.update()
        return total.item()

    def gradient_norms(self):
        """The 2-norm of the gradients of each group."""
        return {
            name: sum(parameter.grad.double().square().sum().item() for parameter in parameters if parameter.grad is not None) ** 0.5
            for name, parameters in self.groups.items()
        }
