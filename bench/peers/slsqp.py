"""SciPy's SLSQP, called as two libraries call it and, at its best, on a well-scaled problem."""

import time

import numpy as np
from scipy.optimize import minimize

# Defaults of PyMC-Marketing's BudgetOptimizer and of LightweightMMM's find_optimal_budgets.
PYMC_OPTIONS = {"ftol": 1e-9, "maxiter": 1000}
LIGHTWEIGHT_OPTIONS = {"ftol": 1e-6, "maxiter": 200}


class OutOfTime(Exception):
    pass


class Clock:
    """Raises once the time is up, and keeps the last point that was tried."""

    def __init__(self, seconds):
        self.end = time.perf_counter() + seconds
        self.last = None

    def tick(self, x):
        self.last = np.array(x)
        if time.perf_counter() > self.end:
            raise OutOfTime


def run(clock, back, **arguments):
    """minimize, with its answer taken back to money."""
    try:
        answer = minimize(method="SLSQP", **arguments)
        return back(answer.x), f"{answer.message} ({answer.nit} iterations)", bool(answer.success)
    except OutOfTime:
        return back(clock.last), "stopped at the time limit", False


def start_of(problem, start):
    if start == "current":
        return problem.current
    if start == "equal":
        return np.full(problem.size, problem.budget / problem.size)
    # A seeded random plan that spends the budget as far as bounds allow.
    random = np.random.default_rng(int(start))
    plan = problem.low + random.random(problem.size) * (problem.high - problem.low)
    return np.clip(plan * problem.budget / plan.sum(), problem.low, problem.high)


def raw(problem, start, seconds, options, three_point):
    clock = Clock(seconds)

    def objective(x):
        clock.tick(x)
        return -problem.objective(x)

    constraints = []
    if problem.budget is not None:
        constraints.append(
            {"type": "eq", "fun": lambda x: np.sum(x) - problem.budget, "jac": lambda x: np.ones((1, len(x)))}
        )
    if len(problem.bounds):
        constraints.append(
            {"type": "ineq", "fun": lambda x: -problem.excess(x), "jac": lambda x: -problem.excess_jacobian(x)}
        )
    return run(
        clock,
        lambda x: x,
        fun=objective,
        x0=np.clip(start_of(problem, start), problem.low, problem.high),
        jac="3-point" if three_point else (lambda x: -problem.gradient(x)),
        bounds=list(zip(problem.low, problem.high)),
        constraints=constraints,
        options=options,
    )


def scaled(problem, start, seconds):
    """Every unit's room is 1, the objective's current value is 1, every row's largest coefficient is 1."""
    clock = Clock(seconds)
    free = np.flatnonzero(problem.high > problem.low)
    low, room = problem.low[free], (problem.high - problem.low)[free]
    plan = problem.low.copy()
    size = problem.objective(problem.current)

    def spends(u):
        x = plan.copy()
        x[free] = low + u * room
        return x

    first = spends(np.full(len(free), 0.5))
    steepness = np.abs(problem.excess_jacobian(first)[:, free] * room)
    row_size = steepness.max(axis=1, initial=1e-300) if len(problem.bounds) else np.ones(0)

    def objective(u):
        clock.tick(u)
        return -problem.objective(spends(u)) / size

    constraints = []
    if problem.budget is not None:
        total = room.max()
        constraints.append(
            {
                "type": "eq",
                "fun": lambda u: (np.sum(spends(u)) - problem.budget) / total,
                "jac": lambda u: (room / total)[None, :],
            }
        )
    if len(problem.bounds):
        constraints.append(
            {
                "type": "ineq",
                "fun": lambda u: -problem.excess(spends(u)) / row_size,
                "jac": lambda u: -problem.excess_jacobian(spends(u))[:, free] * room / row_size[:, None],
            }
        )
    begin = np.clip(start_of(problem, start), problem.low, problem.high)
    return run(
        clock,
        lambda u: np.clip(spends(u), problem.low, problem.high),
        fun=objective,
        x0=(begin[free] - low) / room,
        jac=lambda u: -problem.gradient(spends(u))[free] * room / size,
        bounds=[(0.0, 1.0)] * len(free),
        constraints=constraints,
        options=PYMC_OPTIONS,
    )
