#!/usr/bin/env python3
"""The steps of a self-tuning ResNet-18 and transformer in PyTorch, to time beside ours.

The networks of notebooks/models/resnet18-cifar10.yaml and transformer-shakespeare.yaml, from the
formulas of MacKay et al. (2019): gated layers y = x We' + be + s_w * (x Wh') + s_b * bh with
[s_w; s_b] = VC z, a perturbed vector z of hyperparameters for each example, dropout and path dropout
of each example by its own rate. Written as a careful user of PyTorch would: validation steps
compute no gradients of weights. Left out: augmentation of the images, which ours has in its step.

  python3 torch_networks.py --models resnet18-cifar10,transformer-shakespeare --batch 32 --threads 2
  python3 torch_networks.py --models mlp --width 1024 --depth 2 --hypers 3 --batch 64 --threads 2

prints a JSON line a model: medians of a training step (SGD, momentum 0.9), a validation step
(Adam on z, with --tune-scales also on the scales) and an evaluation pass, in milliseconds, and the
peak of the process's resident memory in MB.

  python3 torch_networks.py --trainings digits,cnn,words --threads 2

instead trains the networks that notebooks 00, 03 and (larger) 04 train, on random data of the same
sizes, from the first step to the test at the end, and prints the seconds of each and of its parts.
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
    parser.add_argument("--width", type=int, default=256, help="units of mlp's hidden layers")
    parser.add_argument("--depth", type=int, default=2, help="hidden layers of mlp")
    parser.add_argument("--hypers", type=int, default=3, help="hyperparameters of mlp")
    parser.add_argument("--trainings", default="", help="whole trainings: digits, cnn, words")
    parser.add_argument("--epochs", type=int, default=0, help="of trainings; 0: as in the notebook")
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


class Mlp(nn.Module):
    """784-width-…-width-10; the first three hyperparameters are dropout rates, in turn."""
    inputs = lambda batch: torch.rand(batch, 784)
    targets = lambda batch: torch.randint(10, (batch,))

    def __init__(self, width=256, depth=2, hypers=3):
        super().__init__()
        self.hypers = hypers
        widths = [784] + depth * [width] + [10]
        self.layers = nn.ModuleList(GatedLinear(a, b, hypers) for a, b in zip(widths, widths[1:]))

    def forward(self, x, z, p):
        for i, layer in enumerate(self.layers):
            x = torch.relu(x) if i > 0 else x
            x = layer(dropped(x, p[:, i % min(3, self.hypers)], 2) if self.training else x, z)
        return x


class SmallCnn(nn.Module):
    """Notebook 03's: images deformed and cut out, each by its own strengths, in training."""
    hypers, inputs = 10, lambda batch: torch.rand(batch, 1, 28, 28)
    targets = lambda batch: torch.randint(10, (batch,))

    def __init__(self):
        super().__init__()
        n = self.hypers
        self.convolutions = nn.ModuleList(
            GatedConv2d(a, b, n) for a, b in ((1, 16), (16, 32), (32, 32)))
        self.up, self.last = GatedLinear(32 * 7 * 7, 64, n), GatedLinear(64, 10, n)

    def forward(self, x, z, p):
        if self.training:
            x = cutout(warped(x, p[:, :4]), 5 * p[:, 4], 15 * p[:, 5])
        for i, convolution in enumerate(self.convolutions):
            x = torch.relu(convolution(x, z))
            x = F.max_pool2d(x, 2) if i < 2 else x
            x = dropped(x, p[:, 6 + i], 2) if self.training else x
        x = torch.relu(self.up(x.flatten(1), z))
        return self.last(dropped(x, p[:, 9], 2) if self.training else x, z)


def warped(x, p):
    """Turned, sheared, zoomed and shifted, by amounts up to 45 degrees, 45 degrees, 0.5 and 0.3."""
    turn, shear, zoom, across, down = (2 * torch.rand(5, len(x)) - 1) * torch.stack(
        (p[:, 0] * math.pi / 4, p[:, 1] * math.pi / 4, 0.5 * p[:, 2], 0.6 * p[:, 3], 0.6 * p[:, 3]))
    cos, sin, tan, size = turn.cos(), turn.sin(), shear.tan(), zoom.exp()
    rows = (size * cos, size * (cos * tan - sin), across, size * sin, size * (sin * tan + cos), down)
    grid = F.affine_grid(torch.stack(rows, 1).view(-1, 2, 3), x.shape, align_corners=False)
    return F.grid_sample(x, grid, align_corners=False)


def cutout(x, holes, length):
    """Up to four squares of each image set to 0."""
    side = torch.arange(x.size(-1))
    half = length.floor().view(-1, 1, 1) / 2
    centers = torch.randint(x.size(-1), (2, len(x), 4, 1))
    near = (side - centers).abs() < half
    hole = near[0].unsqueeze(3) & near[1].unsqueeze(2)
    dug = (torch.arange(4) < holes.floor().unsqueeze(1)).view(-1, 4, 1, 1)
    return x * ~(hole & dug).any(1, keepdim=True)


class GatedLstm(nn.Module):
    """All steps' input products at once; a product of W_elem and W_hyper together at each step."""

    def __init__(self, inputs, units, hypers):
        super().__init__()
        self.inputs = GatedLinear(inputs, 4 * units, hypers)
        self.U = uniform(8 * units, units, bound=1 / math.sqrt(units))
        self.units = units

    def forward(self, x, z, state, rate):
        s_w = self.inputs.scales(z)[0]
        elem_hyper = self.U
        if self.training:
            mask = (torch.rand(4 * self.units, self.units) < 1 - rate) / (1 - rate)
            elem_hyper = elem_hyper * mask.repeat(2, 1)
        products = self.inputs(x, z).transpose(0, 1)
        h, c = state
        out = []
        for product in products.unbind():
            elem, hyper = F.linear(h, elem_hyper).chunk(2, 1)
            i, f, o, g = torch.addcmul(product + elem, s_w, hyper).chunk(4, 1)
            c = f.sigmoid() * c + i.sigmoid() * g.tanh()
            h = o.sigmoid() * c.tanh()
            out.append(h)
        return torch.stack(out, 1), (h.detach(), c.detach())


class Words(nn.Module):
    """Two LSTMs of 128 units between an embedding and its transpose; windows of 35 of 222 words."""
    hypers, inputs = 7, lambda batch: torch.randint(222, (batch, 35))
    targets = inputs

    def __init__(self, units=128):
        super().__init__()
        n = self.hypers
        self.words = nn.ParameterList(uniform(222, units, bound=0.1) for _ in range(2))
        self.gate = nn.Parameter(torch.randn(units, n) * 0.01)
        self.bias = nn.Parameter(torch.zeros(222))
        self.lstms = nn.ModuleList(GatedLstm(units, units, n) for _ in range(2))
        self.units, self.states = units, {}

    def start(self, batch):
        return [(torch.zeros(batch, self.units), torch.zeros(batch, self.units)) for _ in "12"]

    def forward(self, x, z, p):
        states = self.states.setdefault(self.training, self.start(len(x)))
        s_word = F.linear(z, self.gate).unsqueeze(1)
        words = self.words
        if self.training:
            kept = dropped(torch.ones(len(words[0]), 1), p[:1, 3].expand(len(words[0])), 1)
            words = [w * kept for w in words]
        y = torch.addcmul(F.embedding(x, words[0]), s_word, F.embedding(x, words[1]))
        for i, lstm in enumerate(self.lstms):
            y = locked(y, p[:, 2 - i]) if self.training else y
            y, states[i] = lstm(y, z, states[i], p[0, 4].item())
        self.penalty = 0
        if self.training:
            self.penalty = p[0, 6] * (y[:, 1:] - y[:, :-1]).square().mean()
            y = locked(y, p[:, 0])
            self.penalty = self.penalty + p[0, 5] * y.square().mean()
        return F.linear(y, self.words[0], self.bias)


def locked(x, rate):
    """Dropout with one mask for all steps of an example."""
    keep = (1 - rate).view(-1, 1, 1)
    return x * ((torch.rand(len(x), 1, x.size(2)) < keep) / keep)


MODELS = {"resnet18-cifar10": ResNet18, "transformer-shakespeare": Transformer, "mlp": Mlp}


class Steps:
    def __init__(self, net, batch, tune, rate=0.01, momentum=0.9, clip=0, hypers=torch.optim.Adam,
                 hyper_rate=3e-3):
        self.net, self.batch, self.tune, self.clip = net, batch, tune, clip
        self.x, self.y = type(net).inputs(batch), type(net).targets(batch)
        self.z = nn.Parameter(torch.full((net.hypers,), -3.0))
        self.rho = nn.Parameter(torch.full((net.hypers,), math.log(math.expm1(0.5))))
        self.weights = torch.optim.SGD(net.parameters(), lr=rate, momentum=momentum)
        self.hypers = hypers([self.z, self.rho] if tune else [self.z], lr=hyper_rate)

    def loss(self, z):
        out = self.net(self.x, z, torch.sigmoid(z.detach()))
        loss = F.cross_entropy(out.reshape(-1, out.size(-1)), self.y.reshape(-1))
        return loss + self.net.penalty if self.net.training and hasattr(self.net, "penalty") else loss

    def around(self):
        return self.z + F.softplus(self.rho) * torch.randn(self.batch, self.z.numel())

    def train(self):
        self.net.train()
        self.weights.zero_grad(set_to_none=True)
        with torch.no_grad():
            z = self.around()
        loss = self.loss(z)
        loss.backward()
        if self.clip:
            nn.utils.clip_grad_norm_(self.net.parameters(), self.clip)
        self.weights.step()
        return loss.item()

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
        return loss.item()

    def evaluate(self):
        self.net.eval()
        with torch.no_grad():
            return self.loss(self.z.expand(len(self.x), -1)).item()


# Of each training: network, settings of Steps, epochs, warm-up epochs, training steps to a
# validation step, and the sizes of the parts: examples, or steps of 20 columns of words.
SGD = {"hypers": torch.optim.RMSprop, "batch": 64, "tune": True}
TRAININGS = {
    "digits": (Mlp, dict(SGD, hyper_rate=0.01), 80, 5, 5, (2000, 1000, 2000)),
    "cnn": (SmallCnn, dict(SGD, rate=0.02, hyper_rate=0.02), 60, 3, 2, (1000, 1000, 2000)),
    "words": (Words, {"batch": 20, "tune": False, "rate": 20, "momentum": 0, "clip": 0.25,
                      "hyper_rate": 0.03}, 40, 3, 2, (16, 8, 8)),
}


class Training:
    """A whole training, and the seconds that its parts take."""

    def __init__(self, name):
        kind, settings, self.epochs, self.warmup, self.turn, sizes = TRAININGS[name]
        self.epochs = ARGS.epochs or self.epochs
        self.spent = dict.fromkeys(("training", "validation", "evaluation", "feeding"), 0.0)
        self.counts, self.name, self.kind = dict.fromkeys(self.spent, 0), name, kind
        self.batch = settings["batch"]
        per = 20 if kind is Words else 1
        self.parts = [(kind.inputs(per * n), kind.targets(per * n)) for n in sizes]
        self.start = time.perf_counter()
        self.steps = Steps(kind(), **settings)

    def timed(self, what, call):
        start = time.perf_counter()
        result = call()
        self.spent[what] += time.perf_counter() - start
        self.counts[what] += 1
        return result

    def order(self, part):
        """A text in its order, examples shuffled; a last batch that is not full is left out."""
        n = len(self.parts[part][0])
        shuffled = torch.arange(n) if self.kind is Words else torch.randperm(n)
        return iter(shuffled.split(self.batch)[:n // self.batch])

    def feed(self, part, indices):
        x, y = self.parts[part]
        self.steps.x, self.steps.y = x[indices], y[indices]

    def turns(self, part):
        while True:
            yield from self.order(part)

    def evaluate(self, part):
        n, total = len(self.parts[part][0]), 0.0
        for indices in torch.arange(n).split(self.batch):
            self.feed(part, indices)
            total += self.steps.evaluate() * len(indices)
        return total / n

    def run(self):
        steps, validation, best = self.steps, self.turns(1), math.inf
        count, ends = 0, []
        for epoch in range(self.epochs):
            for indices in self.order(0):
                self.timed("feeding", lambda: self.feed(0, indices))
                self.timed("training", steps.train)
                count += 1
                if epoch >= self.warmup and count % self.turn == 0:
                    self.timed("feeding", lambda: self.feed(1, next(validation)))
                    self.timed("validation", steps.validate)
            loss = self.timed("evaluation", lambda: self.evaluate(1))
            if loss < best:
                best = loss
                kept = {k: v.clone() for k, v in steps.net.state_dict().items()}
            ends.append(time.perf_counter())
        steps.net.load_state_dict(kept)
        self.timed("evaluation", lambda: self.evaluate(2))
        seconds = time.perf_counter() - self.start
        return {"training": self.name, "mode": "lean", "torch": torch.__version__,
                "threads": ARGS.threads, "epochs": self.epochs, "seconds": round(seconds, 3),
                "steps": self.counts["training"], "validation_steps": self.counts["validation"],
                "parts": {k: round(v, 3) for k, v in self.spent.items()}}


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
    for name in ARGS.trainings.split(",") if ARGS.trainings else ():
        torch.manual_seed(0)
        print(json.dumps(Training(name).run()), flush=True)
    for name in ARGS.models.split(",") if not ARGS.trainings else ():
        torch.manual_seed(0)
        sizes = (ARGS.width, ARGS.depth, ARGS.hypers) if name == "mlp" else ()
        steps = Steps(MODELS[name](*sizes), ARGS.batch, ARGS.tune_scales)
        train = median(steps.train)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(json.dumps({
            "model": name, "mode": "lean", "torch": torch.__version__, "batch": ARGS.batch,
            "threads": ARGS.threads, "tune_scales": ARGS.tune_scales, "train_step_ms": train,
            "valid_step_ms": median(steps.validate), "eval_ms_per_batch": median(steps.evaluate),
            "parameters": sum(w.numel() for w in steps.net.parameters()),
            "peak_after_training_mb": peak}), flush=True)
