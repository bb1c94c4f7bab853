#!/usr/bin/env python3
"""The steps of a self-tuning ResNet-18 and transformer in PyTorch, to time beside ours.

The networks of notebooks/models/resnet18-cifar10.yaml and transformer-shakespeare.yaml, from the
formulas of MacKay et al. (2019): gated layers y = x We' + be + s_w * (x Wh') + s_b * bh with
[s_w; s_b] = VC z, a perturbed vector z of hyperparameters for each example, dropout and path dropout
of each example by its own rate. Written as a careful user of PyTorch would: validation steps
compute no gradients of weights. Left out: augmentation of the images, which ours has in its step.

  python3 torch_networks.py --models resnet18-cifar10,transformer-shakespeare --batch 32 --threads 2

prints a JSON line a model: medians of a training step (SGD, momentum 0.9), a validation step
(Adam on z, with --tune-scales also on the scales) and an evaluation pass, in milliseconds, and the
peak of the process's resident memory in MB.
"""
import argparse
import json
import math
import os
import resource
import statistics
import time

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--models", default="resnet18-cifar10,transformer-shakespeare")
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--steps", type=int, default=10)
    parser.add_argument("--warmup", type=int, default=3)
    parser.add_argument("--tune-scales", action="store_true")
    ARGS = parser.parse_args()
    os.environ.setdefault("OMP_NUM_THREADS", str(ARGS.threads))
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")  # OpenBLAS has threads of its own

import torch
import torch.nn as nn
import torch.nn.functional as F


def uniform(*shape, bound):
    return nn.Parameter(torch.empty(*shape).uniform_(-bound, bound))


class Gated(nn.Module):
    """Weights elem and hyper, and VC [2 out, n] from which z makes the scales of both halves."""

    def __init__(self, weight, out, hypers, bound):
        super().__init__()
        self.We, self.Wh = uniform(*weight, bound=bound), uniform(*weight, bound=bound)
        self.be, self.bh = uniform(out, bound=bound), uniform(out, bound=bound)
        self.VC = nn.Parameter(torch.randn(2 * out, hypers) * 0.01)

    def scales(self, z):
        s_w, s_b = F.linear(z, self.VC).chunk(2, dim=1)
        return s_w, s_b * self.bh


class GatedLinear(Gated):
    """[B, in], or [B, T, in] with the scales of an example at all its steps."""

    def __init__(self, inputs, out, hypers):
        super().__init__((out, inputs), out, hypers, 1 / math.sqrt(inputs))

    def forward(self, x, z):
        s_w, s_b = self.scales(z)
        if x.dim() == 3:
            s_w, s_b = s_w.unsqueeze(1), s_b.unsqueeze(1)
        return torch.addcmul(F.linear(x, self.We, self.be) + s_b, s_w, F.linear(x, self.Wh))


class GatedConv2d(Gated):
    def __init__(self, inputs, out, hypers, kernel=3, stride=1):
        bound = math.sqrt(6 / (out * kernel * kernel))
        super().__init__((out, inputs, kernel, kernel), out, hypers, bound)
        self.stride, self.padding = stride, kernel // 2

    def forward(self, x, z):
        s_w, s_b = (s[:, :, None, None] for s in self.scales(z))
        elem = F.conv2d(x, self.We, self.be, self.stride, self.padding)
        hyper = F.conv2d(x, self.Wh, None, self.stride, self.padding)
        return torch.addcmul(elem + s_b, s_w, hyper)


class GatedNorm(nn.Module):
    """Normalization whose gain and offset answer to z; over the batch or over each vector."""

    def __init__(self, channels, hypers, batch):
        super().__init__()
        self.norm = nn.BatchNorm2d(channels, affine=False) if batch else None
        self.channels = channels
        self.ge, self.oe = nn.Parameter(torch.ones(channels)), nn.Parameter(torch.zeros(channels))
        self.gh, self.oh = nn.Parameter(torch.ones(channels)), nn.Parameter(torch.zeros(channels))
        self.VC = nn.Parameter(torch.randn(2 * channels, hypers) * 0.01)

    def forward(self, x, z):
        s_g, s_o = F.linear(z, self.VC).chunk(2, dim=1)
        gain, offset = self.ge + s_g * self.gh, self.oe + s_o * self.oh
        if self.norm is not None:
            return torch.addcmul(offset[:, :, None, None], gain[:, :, None, None], self.norm(x))
        normal = F.layer_norm(x, (self.channels,))
        return torch.addcmul(offset.unsqueeze(1), gain.unsqueeze(1), normal)


def dropped(x, rate, dims):
    """Entries of the first `dims` dimensions left out, each example by its own rate [B]."""
    keep = (1 - rate).view(-1, *[1] * (dims - 1))
    mask = (torch.rand(x.shape[:dims]) < keep).to(x.dtype) / keep
    return x * mask.view(*mask.shape, *[1] * (x.dim() - dims))


class Block(nn.Module):
    """Two convolutions beside a short way; the whole block is left out at its stage's rate."""

    def __init__(self, inputs, out, hypers, stride, rate):
        super().__init__()
        self.first = GatedConv2d(inputs, out, hypers, 3, stride)
        self.second = GatedConv2d(out, out, hypers)
        self.norms = nn.ModuleList(GatedNorm(out, hypers, True) for _ in range(2))
        self.short = GatedConv2d(inputs, out, hypers, 1, stride) if stride != 1 else None
        self.short_norm = GatedNorm(out, hypers, True) if stride != 1 else None
        self.rate = rate

    def forward(self, x, z, p):
        y = torch.relu(self.norms[0](self.first(x, z), z))
        y = self.norms[1](self.second(y, z), z)
        if self.training:
            y = dropped(y, p[:, self.rate], 1)
        return torch.relu(y + (x if self.short is None else self.short_norm(self.short(x, z), z)))


class ResNet18(nn.Module):
    hypers, inputs = 18, lambda batch: torch.rand(batch, 3, 32, 32)
    targets = lambda batch: torch.randint(10, (batch,))

    def __init__(self):
        super().__init__()
        n = self.hypers
        self.stem, self.norm = GatedConv2d(3, 64, n), GatedNorm(64, n, True)
        widths = [64, 64, 64, 128, 128, 256, 256, 512, 512]
        self.blocks = nn.ModuleList(
            Block(a, b, n, 1 if a == b else 2, 11 + i // 2)
            for i, (a, b) in enumerate(zip(widths, widths[1:])))
        self.last = GatedLinear(512, 10, n)

    def forward(self, x, z, p):
        x = torch.relu(self.norm(self.stem(x, z), z))
        for block in self.blocks:
            x = block(x, z, p)
        x = x.mean((2, 3))
        return self.last(dropped(x, p[:, 15], 2) if self.training else x, z)


class Attention(nn.Module):
    def __init__(self, units, heads, hypers):
        super().__init__()
        self.qkv, self.out = GatedLinear(units, 3 * units, hypers), GatedLinear(units, units, hypers)
        self.heads = heads

    def forward(self, x, z, rate):
        b, t, d = x.shape
        q, k, v = (part.view(b, t, self.heads, -1).transpose(1, 2)
                   for part in self.qkv(x, z).chunk(3, dim=2))
        scores = q @ k.transpose(2, 3) / math.sqrt(d // self.heads)
        later = torch.ones(t, t, dtype=torch.bool).triu(1)
        weights = scores.masked_fill(later, -math.inf).softmax(3)
        if self.training:
            weights = dropped(weights, rate, 4)
        return self.out((weights @ v).transpose(1, 2).reshape(b, t, d), z)


class Transformer(nn.Module):
    hypers, inputs = 7, lambda batch: torch.randint(65, (batch, 64))
    targets = inputs

    def __init__(self, units=128, blocks=4):
        super().__init__()
        n = self.hypers
        self.words = nn.ParameterList(uniform(65, units, bound=0.1) for _ in range(2))
        self.places = nn.ParameterList(uniform(64, units, bound=0.1) for _ in range(2))
        self.gates = nn.ParameterList(nn.Parameter(torch.randn(units, n) * 0.01) for _ in range(2))
        self.attention = nn.ModuleList(Attention(units, 4, n) for _ in range(blocks))
        self.up = nn.ModuleList(GatedLinear(units, 256, n) for _ in range(blocks))
        self.down = nn.ModuleList(GatedLinear(256, units, n) for _ in range(blocks))
        self.norms = nn.ModuleList(GatedNorm(units, n, False) for _ in range(2 * blocks + 1))
        self.last = GatedLinear(units, 65, n)

    def forward(self, x, z, p):
        drop = dropped if self.training else lambda x, rate, dims: x
        s_word, s_place = (F.linear(z, gate).unsqueeze(1) for gate in self.gates)
        y = torch.addcmul(F.embedding(x, self.words[0]), s_word, F.embedding(x, self.words[1]))
        y = drop(torch.addcmul(y + self.places[0], s_place, self.places[1]), p[:, 0], 3)
        for i, attention in enumerate(self.attention):
            more = attention(self.norms[2 * i](y, z), z, p[:, 1])
            y = y + drop(drop(more, p[:, 2], 3), p[:, 4], 1)
            more = F.gelu(self.up[i](self.norms[2 * i + 1](y, z), z))
            more = self.down[i](drop(more, p[:, 3], 3), z)
            y = y + drop(drop(more, p[:, 2], 3), p[:, 4], 1)
        return self.last(self.norms[-1](y, z), z)


MODELS = {"resnet18-cifar10": ResNet18, "transformer-shakespeare": Transformer}


class Steps:
    def __init__(self, kind, batch, tune):
        self.net, self.batch, self.tune = kind(), batch, tune
        self.x, self.y = kind.inputs(batch), kind.targets(batch)
        self.z = nn.Parameter(torch.full((kind.hypers,), -3.0))
        self.rho = nn.Parameter(torch.full((kind.hypers,), math.log(math.expm1(0.5))))
        self.weights = torch.optim.SGD(self.net.parameters(), lr=0.01, momentum=0.9)
        self.hypers = torch.optim.Adam([self.z, self.rho] if tune else [self.z], lr=3e-3)

    def loss(self, z):
        out = self.net(self.x, z, torch.sigmoid(z.detach()))
        return F.cross_entropy(out.reshape(-1, out.size(-1)), self.y.reshape(-1))

    def around(self):
        return self.z + F.softplus(self.rho) * torch.randn(self.batch, self.z.numel())

    def train(self):
        self.net.train()
        self.weights.zero_grad(set_to_none=True)
        with torch.no_grad():
            z = self.around()
        self.loss(z).backward()
        self.weights.step()

    def validate(self):
        self.net.eval()
        for weight in self.net.parameters():
            weight.requires_grad_(False)
        self.hypers.zero_grad(set_to_none=True)
        z = self.around() if self.tune else self.z.expand(self.batch, -1)
        loss = self.loss(z)
        if self.tune:
            loss = loss - 1e-3 * F.softplus(self.rho).log().sum()
        loss.backward()
        self.hypers.step()
        for weight in self.net.parameters():
            weight.requires_grad_(True)

    def evaluate(self):
        self.net.eval()
        with torch.no_grad():
            self.loss(self.z.expand(self.batch, -1))


def median(step):
    for _ in range(ARGS.warmup):
        step()
    times = []
    for _ in range(ARGS.steps):
        start = time.perf_counter()
        step()
        times.append((time.perf_counter() - start) * 1e3)
    return round(statistics.median(times), 3)


if __name__ == "__main__":
    torch.set_num_threads(ARGS.threads)
    for name in ARGS.models.split(","):
        torch.manual_seed(0)
        steps = Steps(MODELS[name], ARGS.batch, ARGS.tune_scales)
        train = median(steps.train)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(json.dumps({
            "model": name, "mode": "lean", "torch": torch.__version__, "batch": ARGS.batch,
            "threads": ARGS.threads, "tune_scales": ARGS.tune_scales, "train_step_ms": train,
            "valid_step_ms": median(steps.validate), "eval_ms_per_batch": median(steps.evaluate),
            "parameters": sum(w.numel() for w in steps.net.parameters()),
            "peak_after_training_mb": peak}), flush=True)
