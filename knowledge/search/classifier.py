"""Softmax regression: from what a wording looks like to how strongly it speaks for each topic.

A ridge regression gives the start, in one step. A few rounds over all wordings then move it to where the right
topic is likelier than its neighbours: on questions of authors held back that is right about 4 points more often.
"""

import numpy as np

from knowledge.search.weights import Floats

RIDGE = 0.3  # how strongly the start is held back from learning single wordings by heart
ROUNDS = 8
BATCH = 512  # wordings
STEP = 0.01  # the first round's; it falls to nothing
DECAY = 2e-5  # how strongly weights are pulled to nothing
SCALE = 4.0  # of the features while fitting: the steps are of one size, whatever the features'
FIRST_MOMENT, SECOND_MOMENT, TINY = 0.9, 0.99, 1e-8  # of Adam, Kingma and Ba 2015
SEED = 0


def ridge(features: Floats, counted: Floats, targets: Floats) -> Floats:
    """Linear weights in one step.

    features: float32 (W, F). counted: (W,), what each wording counts for. targets: (W, T). Returns float32 (F, T).
    """
    weighted = features * counted[:, None]
    gram = features.T @ weighted + RIDGE * np.eye(features.shape[1], dtype=np.float32)
    return np.linalg.solve(gram, weighted.T @ targets).astype(np.float32)


def softmax(scores: Floats) -> Floats:
    """Each row's scores as shares of one: (…, T), float32."""
    raised = np.exp(scores - scores.max(-1, keepdims=True))
    return np.asarray(raised / raised.sum(-1, keepdims=True), dtype=np.float32)


def fitted(features: Floats, counted: Floats, targets: Floats, start: Floats) -> Floats:
    """Weights for which `softmax(features @ weights)` comes near the targets.

    features: float32 (W, F). counted: (W,), what each wording counts for, 1 on average. targets: (W, T), rows that
    add up to 1. start: (F, T). Returns float32 (F, T); the same input gives the same result.
    """
    order = np.random.default_rng(SEED)
    scaled, weights = features * np.float32(SCALE), start / np.float32(SCALE)
    mean, square = np.zeros_like(weights), np.zeros_like(weights)
    step = 0
    for done in range(ROUNDS):
        pace = STEP * (1 - done / ROUNDS)
        for rows in np.array_split(order.permutation(len(features)), -(-len(features) // BATCH)):
            off = (softmax(scaled[rows] @ weights) - targets[rows]) * (counted[rows] / len(rows))[:, None]
            slope = scaled[rows].T @ off + np.float32(DECAY) * weights
            step += 1
            mean += np.float32(1 - FIRST_MOMENT) * (slope - mean)
            square += np.float32(1 - SECOND_MOMENT) * (slope * slope - square)
            size = np.sqrt(square / np.float32(1 - SECOND_MOMENT**step)) + np.float32(TINY)
            weights -= np.float32(pace / (1 - FIRST_MOMENT**step)) * mean / size
    return weights * np.float32(SCALE)
