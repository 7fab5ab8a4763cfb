"""An allocation problem of the public JSON format as arrays: maximise weight . f(x), S x + O f(x) <= b."""

import numpy as np

from curves import Curves


class Problem:
    def __init__(self, json):
        units = json["units"]
        self.curves = Curves([unit["curve"] for unit in units])
        self.current = np.array([unit["current"] for unit in units], dtype=float)
        limits = [limits_of(unit) for unit in units]
        self.low = np.array([low for low, _ in limits])
        self.high = np.array([high for _, high in limits])
        value = np.array([unit.get("valuePerConversion", 1.0) for unit in units], dtype=float)
        self.weight = value if json["objective"]["maximize"] == "REVENUE" else np.ones(len(units))
        self.budget = json.get("budget", {}).get("equal")
        spend, outcome, bound = rows_of(json, value)
        self.spend_rows = np.array(spend).reshape(-1, len(units))
        self.outcome_rows = np.array(outcome).reshape(-1, len(units))
        self.bounds = np.array(bound, dtype=float)

    @property
    def size(self):
        return len(self.current)

    def objective(self, x):
        return float(self.weight @ self.curves.value(x))

    def gradient(self, x):
        return self.weight * self.curves.slope(x)

    def excess(self, x):
        """Of each row, by how much it is broken; negative where there is room."""
        return self.spend_rows @ x + self.outcome_rows @ self.curves.value(x) - self.bounds

    def excess_jacobian(self, x):
        return self.spend_rows + self.outcome_rows * self.curves.slope(x)


def limits_of(unit):
    current = unit["current"]
    if unit.get("locked"):
        return current, current
    low = max(unit.get("min", 0.0), current * (1 + unit.get("minChange", -1.0)))
    high = min(unit.get("max", np.inf), current * (1 + unit.get("maxChange", np.inf)))
    return float(low), float(high)


def rows_of(json, value):
    n = len(json["units"])
    index = {unit["id"]: i for i, unit in enumerate(json["units"])}
    spend, outcome, bound = [], [], []

    def add(spend_row, outcome_row, limit):
        spend.append(spend_row)
        outcome.append(outcome_row)
        bound.append(limit)

    for group in json.get("groups", []):
        members = np.zeros(n)
        members[[index[name] for name in group["units"]]] = 1
        if "max" in group:
            add(members, np.zeros(n), group["max"])
        if "min" in group:
            add(-members, np.zeros(n), -group["min"])
    targets = json.get("targets", {})
    if "cpaAtMost" in targets:
        add(np.ones(n), np.full(n, -targets["cpaAtMost"]), 0.0)
    if "roasAtLeast" in targets:
        add(np.full(n, targets["roasAtLeast"]), -value, 0.0)
    return spend, outcome, bound
