"""The model's six layers as a graph of eight bits for onnxruntime; made once and kept beside the environment.

`made` makes it at set-up; without that the first start does. The weights are the
installed package's, checked against upstream's digest. See docs/decisions/025.
"""

import hashlib
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from knowledge.search import weights
from knowledge.search.weights import Floats

if TYPE_CHECKING:
    from onnx import NodeProto

WIDTH = 384
LAYERS, HEADS = 6, 12
DEPTHS = (4, 5, 6)  # the layers whose view is kept: the earlier ones still know the words, the last the sense
INPUT = "words"
STEPS = 63  # a weight of seven bits and a sign: processors without VNNI add two products in sixteen bits
BLOCK = 32  # columns that share a scale where a layer's outliers ask for it
NORM_FLOOR = 1e-12  # the model's own; keeps a constant row from dividing by nothing
FUSED = "com.microsoft"  # onnxruntime's own operators
KEPT_IN = Path(sys.prefix) / "share" / "mastery-bot"


def made() -> bytes:
    """The graph, from the file or made now (about a second) and kept. Raises KnowledgeError for other weights."""
    path = KEPT_IN / f"minilm-{version()}.onnx"
    try:
        return path.read_bytes()
    except OSError:
        graph = _build()
    _keep(path, graph)
    return graph


def version() -> str:
    return hashlib.sha256(weights.UPSTREAM.encode() + Path(__file__).read_bytes()).hexdigest()[:12]


def _keep(path: Path, graph: bytes) -> None:
    """Whole or not at all. Where the folder cannot be written, each start makes the graph again."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".tmp", delete=False) as file:
            file.write(graph)
        Path(file.name).replace(path)
    except OSError:
        return


def _build() -> bytes:
    weights.check()
    return _Builder(weights.tensors()).graph()


class _Builder:
    """Writes the layers down one after the other; every method returns the name of what it computes."""

    def __init__(self, tensors: dict[str, Floats]) -> None:
        # Slow to import, and only making the graph needs it.
        from onnx import TensorProto, helper, numpy_helper  # noqa: PLC0415

        self._helper, self._tensor, self._float = helper, numpy_helper.from_array, TensorProto.FLOAT
        self._tensors = tensors
        self._nodes: list[NodeProto] = []
        self._constants: list[TensorProto] = []

    def graph(self) -> bytes:
        """words: float32 (texts, words, 384), embedded and normed → float32 (texts, 384) for each of DEPTHS."""
        x, means = INPUT, []
        for at in range(LAYERS):
            x = self._layer(x, f"encoder.layer.{at}.")
            if at + 1 in DEPTHS:
                axis = self._constant(f"{x}.axis", np.array([1]))
                means.append(self._node("ReduceMean", [x, axis], f"{x}.mean", domain="", keepdims=0))
        value = self._helper.make_tensor_value_info
        graph = self._helper.make_graph(
            self._nodes,
            weights.PACKAGE,
            [value(INPUT, self._float, ["texts", "words", WIDTH])],
            [value(name, self._float, ["texts", WIDTH]) for name in means],
            self._constants,
        )
        opsets = [self._helper.make_opsetid("", 18), self._helper.make_opsetid(FUSED, 1)]
        model = self._helper.make_model(graph, opset_imports=opsets, ir_version=9)
        self._helper.set_model_props(model, {"weights": weights.UPSTREAM, "licence": weights.LICENCE})
        return bytes(model.SerializeToString())

    def _layer(self, x: str, at: str) -> str:
        attended = self._linear(self._attend(x, f"{at}attention."), f"{at}attention.output.dense")
        x = self._add_and_norm(x, attended, f"{at}attention.output.LayerNorm")
        wide = self._node("FastGelu", [self._linear(x, f"{at}intermediate.dense")], f"{at}gelu")
        return self._add_and_norm(x, self._in_blocks(wide, f"{at}output.dense"), f"{at}output.LayerNorm")

    def _attend(self, x: str, at: str) -> str:
        """Every word of a sentence looks at every other, twelve ways."""
        parts = [f"{at}self.{name}" for name in ("query", "key", "value")]
        joined = self._quick(
            x,
            f"{at}self",
            np.vstack([self._tensors[f"{part}.weight"] for part in parts]),
            np.hstack([self._tensors[f"{part}.bias"] for part in parts]),
        )
        sizes = self._constant(f"{at}sizes", np.array([WIDTH] * 3))
        self._nodes.append(self._helper.make_node("Split", [joined, sizes], parts, axis=2))
        return self._node("MultiHeadAttention", parts, f"{at}seen", num_heads=HEADS)

    def _linear(self, x: str, at: str) -> str:
        return self._quick(x, at, self._tensors[f"{at}.weight"], self._tensors[f"{at}.bias"])

    def _quick(self, x: str, at: str, weight: Floats, bias: Floats) -> str:
        """weight: float32 (outputs, inputs), one scale for each output; the input is scaled as a whole."""
        columns = np.asarray(weight).T
        scale = np.abs(columns).max(0) / STEPS
        whole = np.rint(columns / scale).astype(np.int8)
        names = [
            self._constant(f"{at}.whole", whole),
            self._constant(f"{at}.scale", scale.astype(np.float32)),
            self._constant(f"{at}.zero", np.zeros(len(scale), dtype=np.int8)),
            self._constant(f"{at}.bias", bias),
        ]
        return self._node("DynamicQuantizeMatMul", [x, *names], f"{at}.out")

    def _in_blocks(self, x: str, at: str) -> str:
        """Weights and input scaled by blocks: here few numbers are large, and one scale would lose the rest."""
        weight = self._tensors[f"{at}.weight"]
        outputs, inputs = weight.shape
        blocks = np.asarray(weight).reshape(outputs, -1, BLOCK)
        scale = np.abs(blocks).max(-1) / 127
        whole = (np.rint(blocks / scale[..., None]) + 128).astype(np.uint8)
        names = [
            self._constant(f"{at}.whole", whole),
            self._constant(f"{at}.scale", scale.astype(np.float32)),
            "",
            "",
            self._constant(f"{at}.bias", self._tensors[f"{at}.bias"]),
        ]
        about = {"K": inputs, "N": outputs, "bits": 8, "block_size": BLOCK, "accuracy_level": 4}
        return self._node("MatMulNBits", [x, *names], f"{at}.out", **about)

    def _add_and_norm(self, x: str, added: str, at: str) -> str:
        names = [self._constant(f"{at}.{name}", self._tensors[f"{at}.{name}"]) for name in ("weight", "bias")]
        return self._node("SkipLayerNormalization", [x, added, *names], f"{at}.out", epsilon=NORM_FLOOR)

    def _node(self, operator: str, inputs: list[str], output: str, domain: str = FUSED, **about: Any) -> str:
        self._nodes.append(self._helper.make_node(operator, inputs, [output], domain=domain, **about))
        return output

    def _constant(self, name: str, values: np.ndarray) -> str:
        self._constants.append(self._tensor(np.ascontiguousarray(values), name))
        return name
