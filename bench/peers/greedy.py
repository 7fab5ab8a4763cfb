"""Meridian's hill climbing on a grid: time and again the step, of any length, with the best return per unit of money."""

import math
import time

import numpy as np

BUDGET_TOLERANCE = 1e-4


def grid_step(budget):
    tolerance = budget * BUDGET_TOLERANCE
    return 1.0 if tolerance < 1 else 10.0 ** (int(math.log10(tolerance)) + 1)


def solve(problem, seconds):
    """One budget and bounds: it knows no other limits. Ends at the first step that would exceed the budget."""
    end = time.perf_counter() + seconds
    step = grid_step(problem.budget)
    low = np.round(problem.low / step) * step
    high = np.round(problem.high / step) * step
    steps = int(np.max((high - low) // step))
    spends = low + step * np.arange(steps + 1)[:, None]
    spends[spends > high + step / 2] = np.nan
    gains = np.array([problem.weight * problem.curves.value(row) for row in spends])

    plan = spends[0].copy()
    returns = np.round((gains[1:] - gains[0]) / (spends[1:] - spends[0]), 8)
    while not np.isnan(returns).all():
        if time.perf_counter() > end:
            return plan, "stopped at the time limit", False
        row, unit = np.unravel_index(np.nanargmax(returns), returns.shape)
        spent = plan.sum() - plan[unit] + spends[row + 1, unit]
        if spent > problem.budget:
            break
        plan[unit] = spends[row + 1, unit]
        returns[: row + 1, unit] = np.nan
        gain = gains[row + 2 :, unit] - gains[row + 1, unit]
        cost = spends[row + 2 :, unit] - spends[row + 1, unit]
        returns[row + 1 :, unit] = np.round(gain / cost, 8)
    return plan, f"grid of {step:g}", True
