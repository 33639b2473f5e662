"""A logistic regression over the values that rules measured, as an analyst could fit it to labels.

It tells how much of the distance to the book's models lies in fitting weights to one data set, and
how much in what the rules see. Five features: the worst entity's share of confirmed fraud over 1, 7
and 30 days (L1), the amount by the account's own mean and by its largest (V2). Needs numpy, which
comes with pandas.
"""

from collections.abc import Mapping, Sequence

from benchmarks.processor.handbook import Purchase
from stack.processor.decision import Inputs
from stack.processor.rules.rule import Value, number

_DAYS = (1, 7, 30)
_STEPS = 25
_RIDGE = 1.0
"""What scikit-learn, and so the book, uses unless told otherwise."""


def fitted_scores(
    training: Sequence[tuple[Purchase, Inputs]], tested: Sequence[Inputs]
) -> Sequence[float]:
    """Fit to the labels of `training`, then give the probability of fraud of what is tested."""
    import numpy as np  # noqa: PLC0415  # only this needs it

    seen = np.array([_features(inputs) for _, inputs in training])
    labels = np.array([row.fraud for row, _ in training], dtype=float)
    centre, spread = seen.mean(axis=0), seen.std(axis=0)

    def design(features: Sequence[Sequence[float]]) -> "np.ndarray":
        scaled = (np.asarray(features) - centre) / spread
        return np.column_stack((np.ones(len(scaled)), scaled))

    def probability(cases: "np.ndarray", weights: "np.ndarray") -> "np.ndarray":
        return 1 / (1 + np.exp(-cases @ weights))

    known = design(seen)
    weights = np.zeros(known.shape[1])
    for _ in range(_STEPS):  # Newton's method
        likely = probability(known, weights)
        gradient = known.T @ (labels - likely) - _RIDGE * weights
        curvature = (known * (likely * (1 - likely))[:, None]).T @ known
        weights += np.linalg.solve(curvature + _RIDGE * np.eye(len(weights)), gradient)
    return list(probability(design([_features(inputs) for inputs in tested]), weights))


def _features(inputs: Inputs) -> list[float]:
    risk: Mapping[str, Value] = inputs.values.get("L1", {})
    habit: Mapping[str, Value] = inputs.values.get("V2", {})
    amount = number(habit, "amount")
    return [
        *(
            number(risk, f"frauds_{days}d") / max(number(risk, f"transactions_{days}d"), 1)
            for days in _DAYS
        ),
        amount / max(number(habit, "mean"), 1),
        amount / max(number(habit, "largest"), 1),
    ]
