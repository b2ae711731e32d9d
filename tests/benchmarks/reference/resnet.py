"""ResNet-18 for small pictures (He et al., CVPR 2016) and the step of LwF (Li and Hoiem, 2016) with exemplars."""

import torch
from torch import nn
from torch.nn import functional as F

from step import Step


class Block(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1, self.norm1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False), nn.BatchNorm2d(outputs)
        self.conv2, self.norm2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False), nn.BatchNorm2d(outputs)
        self.conv_shortcut = None
        if stride != 1 or inputs != outputs:
            self.conv_shortcut, self.norm_shortcut = nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs)

    def forward(self, x):
        shortcut = x if self.conv_shortcut is None else self.norm_shortcut(self.conv_shortcut(x))
        x = F.relu(self.norm1(self.conv1(x)), inplace=True)
        return F.relu(self.norm2(self.conv2(x)).add_(shortcut), inplace=True)


class ResNet18(nn.Module):
    def __init__(self, classes, width=64, channels=3):
        super().__init__()
        self.backbone = nn.Module()
        self.backbone.stem = nn.Module()
        self.backbone.stem.conv, self.backbone.stem.norm = nn.Conv2d(channels, width, 3, 1, 1, bias=False), nn.BatchNorm2d(width)
        inputs = width
        for stage in range(4):
            outputs = width << stage
            blocks = nn.Sequential(Block(inputs, outputs, 1 if stage == 0 else 2), Block(outputs, outputs, 1))
            setattr(self.backbone, f"stage{stage + 1}", blocks)
            inputs = outputs
        self.head = nn.Linear(inputs, classes)

    def forward(self, x):
        net = self.backbone
        x = F.relu(net.stem.norm(net.stem.conv(x)), inplace=True)
        for stage in range(1, 5):
            x = getattr(net, f"stage{stage}")(x)
        return self.head(x.mean((2, 3)))


class ClassificationStep(Step):
    """One step of LwF on a batch that stays: cross entropy + weight * cross entropy of softened old scores.

    written: as for SeparationStep.
    """

    def __init__(self, written, device, dtype, foreach):
        job, facts, batch = written["job"], written["facts"], written["batch"]
        self.options = {"weight": 0.3, "temperature": 2, **job["strategyOptions"]}
        self.input, self.labels = batch["input"].to(device), batch["labels"].to(device)
        width, channels = job["separatorOptions"].get("width", 64), batch["input"].shape[1]
        self.model = ResNet18(facts["classes"], width, channels)
        self.model.load_state_dict(written["weights"])
        self.model.to(device).train()
        self.teacher = ResNet18(facts["firstNew"], width, channels)
        self.teacher.load_state_dict(written["teacher"])
        self.teacher.to(device).eval().requires_grad_(False)
        self.groups = {"backbone": list(self.model.backbone.parameters()), "head": list(self.model.head.parameters())}
        super().__init__(job, facts, device, dtype, foreach)

    def losses(self):
        logits = self.model(self.input)
        terms = {"base": (1.0, F.cross_entropy(logits, self.labels))}
        with torch.no_grad():
            taught = self.teacher(self.input)
        heat = self.options["temperature"]
        known = taught.shape[1]
        terms["distillation"] = (self.options["weight"], F.cross_entropy(logits[:, :known] / heat, (taught / heat).softmax(1)))
        return terms, {"logits": logits}
