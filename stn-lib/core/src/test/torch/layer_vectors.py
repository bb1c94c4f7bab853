"""Writes what PyTorch computes for layers that have no other reference: python3 layer_vectors.py > ../resources/layers.json"""

import json

import torch
import torch.nn.functional as F

torch.manual_seed(1)
BATCH = 3


def rms_norm(x, scale):
    return scale * x / torch.sqrt(x.pow(2).mean(-1, keepdim=True) + 1e-5)


def attention(heads, causal):
    def formula(x, **w):
        size = x.shape[-1]
        mask = torch.full((len(x), len(x)), float("-inf")).triu(1) if causal else None
        return F.multi_head_attention_forward(
            x, x, x, size, heads, w["in"].view(3 * size, size), w["in-bias"], None, None, False, 0.0,
            w["out"].view(size, size), w["out-bias"], attn_mask=mask, need_weights=False,
        )[0]

    return formula


def weights_of_attention(size):
    return {"in": 3 * size * size, "in-bias": 3 * size, "out": size * size, "out-bias": size}


def channels_first(formula):
    """A formula of images [B, C, H, W], for ours [B, H, W, C]."""
    return lambda x, **w: formula(x.permute(0, 3, 1, 2), **w).permute(0, 2, 3, 1)


def convolution(filters, channels, groups, **options):
    def formula(x, weight, bias):
        ordered = weight.view(filters, 3, 3, channels // groups).permute(0, 3, 1, 2)
        return F.conv2d(x, ordered, bias, groups=groups, **options)

    sizes = {"weight": filters * 9 * channels // groups, "bias": filters}
    return ((5, 4, channels), sizes, channels_first(formula))


def group_norm(groups, channels):
    formula = channels_first(lambda x, scale, shift: F.group_norm(x, groups, scale, shift))
    return ((3, 4, channels), {"scale": channels, "shift": channels}, formula)


def recurrent(module, inputs, units):
    net = module(inputs, units)
    rows = net.weight_ih_l0.shape[0]
    single = module is torch.nn.RNN  # one bias there does what two do

    def formula(x, **w):
        shapes = {"in": (rows, inputs), "hidden": (rows, units)}
        bias = torch.zeros(rows) if single else w["hidden-bias"]
        flat = [w["in"].view(shapes["in"]), w["hidden"].view(shapes["hidden"]),
                w["bias"] if single else w["in-bias"], bias]
        start = torch.zeros(1, x.shape[1], units)
        run = torch._VF.rnn_tanh if single else torch._VF.gru
        return run(x, start, flat, True, 1, 0.0, True, False, False)[0]

    biases = {"bias": rows} if single else {"in-bias": rows, "hidden-bias": rows}
    return {"in": rows * inputs, "hidden": rows * units, **biases}, formula


def convolution_of_steps(inputs, filters, kernel, dilation, before, after):
    def formula(x, weight, bias):
        ordered = weight.view(filters, kernel, inputs).permute(0, 2, 1)
        padded = F.pad(x.permute(1, 2, 0), (before, after))
        return F.conv1d(padded, ordered, bias, dilation=dilation).permute(2, 0, 1)

    return {"weight": filters * kernel * inputs, "bias": filters}, formula


CASES = {
    "gelu": (7, {}, lambda x: F.gelu(x)),
    "silu": (7, {}, lambda x: F.silu(x)),
    "softplus": (7, {}, lambda x: F.softplus(x)),
    "leaky-relu": (7, {}, lambda x: F.leaky_relu(x, 0.01)),
    "leaky-relu: 0.2": (7, {}, lambda x: F.leaky_relu(x, 0.2)),
    "layer-norm": (
        6,
        {"scale": 6, "shift": 6},
        lambda x, scale, shift: F.layer_norm(x, (6,), scale, shift),
    ),
    "rms-norm": (6, {"scale": 6}, rms_norm),
    "attention: 2": ((4, 6), weights_of_attention(6), attention(2, False)),
    "attention: {heads: 3, causal: true}": ((5, 6), weights_of_attention(6), attention(3, True)),
    "column-embedding: {first: 2, categories: 3, units: 4}": (
        6,
        {"weight": 12},
        lambda x, weight: torch.cat([x[:, :2], x[:, 2:5] @ weight.view(4, 3).T, x[:, 5:]], 1),
    ),
    "group-norm: 2": group_norm(2, 6),
    "group-norm: 1": group_norm(1, 3),
    "global-average-pool": ((3, 4, 5), {}, lambda x: x.mean((1, 2))),
    "conv2d: {filters: 4, kernel: 3, padding: 1, groups: 2}": convolution(4, 6, 2, padding=1),
    "conv2d: {filters: 6, kernel: 3, stride: 2, groups: 6}": convolution(6, 6, 6, stride=2),
    "gru: 4": ((5, 3), *recurrent(torch.nn.GRU, 3, 4)),
    "rnn: 4": ((5, 3), *recurrent(torch.nn.RNN, 3, 4)),
    "conv1d: {filters: 4, kernel: 3}": ((6, 3), *convolution_of_steps(3, 4, 3, 1, 1, 1)),
    "conv1d: {filters: 2, kernel: 3, dilation: 2, causal: true}": (
        (6, 3),
        *convolution_of_steps(3, 2, 3, 2, 4, 0),
    ),
}


def case(word, size, weights, formula):
    size = size if isinstance(size, tuple) else (size,)
    steps = len(size) == 2  # of a sequence: [T, B, D], as both have it
    rows = (size[0], BATCH, size[1]) if steps else (BATCH, *size)
    x = (2 * torch.randn(rows)).requires_grad_()
    scale = 0.5 if steps else 1
    given = {name: (scale * torch.randn(n)).requires_grad_() for name, n in weights.items()}
    y = formula(x, **given)
    dy = torch.randn_like(y)
    y.backward(dy)
    flat = lambda t: t.detach().flatten().tolist()
    return {
        "layer": word,
        "input": list(size),
        "x": flat(x),
        "y": flat(y),
        "dy": flat(dy),
        "dx": flat(x.grad),
        "weights": {name: flat(w) for name, w in given.items()},
        "gradients": {name: flat(w.grad) for name, w in given.items()},
    }


cases = [case(word, *rest) for word, rest in CASES.items()]
print(json.dumps({"torch": torch.__version__, "batch": BATCH, "cases": cases}, indent=1))
