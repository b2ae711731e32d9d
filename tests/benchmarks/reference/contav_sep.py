"""ContAV-Sep's loss (Pian et al., NeurIPS 2024; docs/separation.md) and the step of a separation job."""

import torch
from torch.nn import functional as F

from iquery import IQuery
from step import Step


def distance(masks, targets, weights):
    """The mean over all rows and cells of w * |P - M|; weights are per mixture, rows slot by slot, or per row."""
    cells = (masks - targets).abs()
    return (cells.view(-1, *weights.shape) * weights).mean()


def contrast(embeddings, positives, temperature):
    """The cross-modal contrast of several matrices of positives, each (R, R), over all pairs of embeddings (R, D)."""
    units = [F.normalize(embedding.float(), dim=1) for embedding in embeddings]
    shares = torch.stack([matrix / matrix.sum(1, keepdim=True) for matrix in positives])
    total, pairs = 0, 0
    for a in range(len(units)):
        for b in range(a + 1, len(units)):
            similarity = units[a] @ units[b].t() / temperature
            total = total + (shares * (similarity.log_softmax(1) + similarity.t().log_softmax(1))).sum((1, 2))
            pairs += 1
    return total * (-0.5 / (len(units[0]) * pairs))


class SeparationStep(Step):
    """One optimisation step with teacher and exemplars, on a batch that stays.

    written: what the step probe wrote, by name: batch, weights, teacher (tensors), facts (numbers), job.
    """

    def __init__(self, written, device, dtype, foreach):
        job, facts, batch = written["job"], written["facts"], written["batch"]
        self.options = {"distillationWeight": 0.3, "instanceWeight": 0.1, "classWeight": 0.3, "temperature": 0.05}
        self.options.update(job["strategyOptions"])
        self.batch = {name: batch[name].to(device) for name in ("input", "object", "motion", "targets", "weights")}
        self.slots = facts["slots"]
        sizes = (job["separatorOptions"], facts["classes"], batch["object"].shape[1], batch["motion"].shape[1])
        self.model = IQuery(*sizes)
        self.model.load_state_dict(written["weights"])
        self.model.to(device).train()
        self.teacher = IQuery(sizes[0], facts["firstNew"], *sizes[2:])
        self.teacher.load_state_dict(written["teacher"])
        self.teacher.to(device).eval().requires_grad_(False)
        labels = torch.tensor(facts["labels"])
        self.old = (labels < facts["firstNew"]).nonzero().squeeze(1).to(device)
        self.order = torch.cat([(labels >= facts["firstNew"]).nonzero().squeeze(1).to(device), self.old])
        self.classes = labels.to(device)
        self.samples = torch.tensor(facts["samples"], device=device)
        unused = {name for name, parameter in self.model.named_parameters() if self.never_used(name)}
        for name, parameter in self.model.named_parameters():
            parameter.requires_grad_(name not in unused)
        self.groups = {
            "sound": list(self.model.sound.parameters()),
            "transformer": [parameter for parameter in self.model.maskformer.parameters() if parameter.requires_grad],
        }
        super().__init__(job, facts, device, dtype, foreach)

    @staticmethod
    def never_used(name):
        parts = name.split(".")
        if "decoder" not in parts or "layers" not in parts:
            return False
        first = parts[parts.index("layers") + 1] == "0"
        return any(part in parts for part in (["self_attn", "multihead_attn", "norm1", "norm2"] if first else ["cross_attn_motion", "norm4"]))

    def losses(self):
        """The terms of the loss by the names that ours have, with their weights, and the outputs."""
        batch, options = self.batch, self.options
        masks, embeddings = self.model(batch["input"], batch["object"], batch["motion"], self.classes, self.slots)
        terms = {"base": (1.0, distance(masks, batch["targets"], batch["weights"]))}
        if len(self.old):
            taught, known = self.teacher.ask(batch["input"], batch["object"], batch["motion"], self.classes, self.old)
            weights = batch["weights"][self.old % len(batch["weights"])]
            terms["distillation"] = (options["distillationWeight"], distance(masks[self.old], taught, weights))
            embeddings = [torch.cat([own[self.order], other]) for own, other in zip(embeddings, known)]
        rows = torch.cat([self.order, self.old])
        positives = [(key[rows].unsqueeze(0) == key[rows].unsqueeze(1)).float() for key in (self.samples, self.classes)]
        instance, by_class = contrast(embeddings, positives, options["temperature"])
        terms["instance"] = (options["instanceWeight"], instance)
        terms["class"] = (options["classWeight"], by_class)
        return terms, {"masks": masks}
