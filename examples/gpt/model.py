"""A GPT (Radford et al., "Language models are unsupervised multitask learners", 2019, section 2.3): the decoder of
Vaswani et al. (https://arxiv.org/abs/1706.03762) with layer norm before each part, GELU, learned positions, and the
embedding of the tokens used again as the output layer (Press and Wolf, https://arxiv.org/abs/1608.05859)."""

import torch
from torch import Tensor, nn
from torch.nn import functional


class CausalSelfAttention(nn.Module):
    """Each token looks at itself and those before it, with `heads` heads: n×t×width to n×t×width."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        if width % heads:
            raise ValueError(f"a width of {width} cannot be divided among {heads} heads")
        self.heads = heads
        self.queries_keys_values = nn.Linear(width, 3 * width)
        self.output = nn.Linear(width, width)

    def forward(self, x: Tensor) -> Tensor:
        split = self.queries_keys_values(x).unflatten(2, (3, self.heads, -1))
        queries, keys, values = split.permute(2, 0, 3, 1, 4).unbind(0)
        mixed = functional.scaled_dot_product_attention(queries, keys, values, is_causal=True)
        return self.output(mixed.transpose(1, 2).flatten(2))


class Block(nn.Module):
    """Attention and a perceptron four times as wide, each added to what it was given: n×t×width to n×t×width."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.attention_norm = nn.LayerNorm(width)
        self.attention = CausalSelfAttention(width, heads)
        self.perceptron_norm = nn.LayerNorm(width)
        self.perceptron = nn.Sequential(nn.Linear(width, 4 * width), nn.GELU(), nn.Linear(4 * width, width))

    def forward(self, x: Tensor) -> Tensor:
        x = x + self.attention(self.attention_norm(x))
        return x + self.perceptron(self.perceptron_norm(x))


class GPT(nn.Module):
    """Tokens n×t (int64, t up to `context`) to the logits of the token after each, n×t×tokens."""

    def __init__(self, tokens: int, context: int, width: int = 256, layers: int = 6, heads: int = 8) -> None:
        super().__init__()
        self.embedding = nn.Embedding(tokens, width)
        self.positions = nn.Parameter(0.02 * torch.randn(context, width))
        self.blocks = nn.Sequential(*(Block(width, heads) for _ in range(layers)))
        self.norm = nn.LayerNorm(width)
        # GPT-2's initial values: the residual stream grows by two parts a layer, so that these start smaller.
        for name, parameter in self.named_parameters():
            if name.endswith("weight") and parameter.dim() == 2:
                into_stream = name.endswith(("attention.output.weight", "perceptron.2.weight"))
                nn.init.normal_(parameter, std=0.02 * (2 * layers) ** -0.5 if into_stream else 0.02)
            elif name.endswith("bias"):
                nn.init.zeros_(parameter)

    def forward(self, tokens: Tensor) -> Tensor:
        x = self.embedding(tokens) + self.positions[: tokens.shape[1]]
        return functional.linear(self.norm(self.blocks(x)), self.embedding.weight)
