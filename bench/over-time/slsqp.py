"""SciPy's SLSQP on a plan over time, at its best: scaled, analytic gradients, from the steady current plan.

In:  {"problem": ..., "seconds": limit}
Out: {"scipy", "spends": [unit x period, flat], "seconds", "iterations", "message"}
"""

import json
import sys
import time

import numpy as np
import scipy
from scipy.optimize import minimize


class OutOfTime(Exception):
    pass


class Plan:
    def __init__(self, problem):
        units, periods = problem["units"], problem["periods"]
        self.shape = (len(units), len(periods))
        column = lambda key: np.array([[unit[key]] for unit in units], dtype=float)
        curve = lambda key: np.array([[unit["curve"][key]] for unit in units], dtype=float)
        self.current = np.repeat(column("current"), len(periods), axis=1)
        self.low = np.repeat(column("min"), len(periods), axis=1)
        self.room = np.repeat(column("max"), len(periods), axis=1) - self.low
        self.theta = column("carryOver")[:, 0]
        cost = np.array([period["cost"] for period in periods])
        self.effect = (1 - self.theta)[:, None] / cost[None, :]
        self.season = np.array([period["response"] for period in periods])
        self.scale, self.half, self.slope = curve("scale"), curve("halfSaturation"), curve("slope")
        self.rows(problem)

    def rows(self, problem):
        """equal @ x = equal_bound; rows @ x <= bounds, each divided by its largest coefficient times room."""
        units, periods = problem["units"], problem["periods"]
        index = {period["id"]: t for t, period in enumerate(periods)}
        ids = [unit["id"] for unit in units]
        rows, bounds = [], []

        def add(row, bound):
            size = np.abs(row * self.room).max()
            rows.append((row / size).ravel())
            bounds.append(bound / size)

        for t, period in enumerate(periods):
            row = np.zeros(self.shape)
            row[:, t] = 1
            add(row, period["budget"]["atMost"])
            add(-row, -period["budget"]["atLeast"])
        for budget in problem["periodBudgets"]:
            row = np.zeros(self.shape)
            row[:, [index[id] for id in budget["periods"]]] = 1
            add(row, budget["atMost"])
        for group in problem["groups"]:
            row = np.full(self.shape, -group["maxShare"])
            row[[ids.index(id) for id in group["units"]]] += 1
            add(row, 0)
        self.matrix, self.bounds = np.array(rows), np.array(bounds)
        size = self.room.max()
        self.equal, self.equal_bound = np.ones(self.room.size) / size, problem["budget"]["equal"] / size

    def stocks(self, x):
        stocks, stock = np.empty(self.shape), self.current[:, 0]
        for t in range(self.shape[1]):
            stock = self.theta * stock + self.effect[:, t] * x[:, t]
            stocks[:, t] = stock
        return stocks

    def value(self, x):
        r = (self.stocks(x) / self.half) ** self.slope
        return float((self.season * self.scale * r / (1 + r)).sum())

    def gradient(self, x):
        a = self.stocks(x)
        r = (a / self.half) ** self.slope
        now = self.season * self.scale * self.slope / a * r / (1 + r) ** 2
        gradient, later = np.empty(self.shape), np.zeros(self.shape[0])
        for t in reversed(range(self.shape[1])):
            later = now[:, t] + self.theta * later
            gradient[:, t] = self.effect[:, t] * later
        return gradient


def solve(plan, seconds):
    begin = time.perf_counter()
    room = plan.room.ravel()
    last = {"u": ((plan.current - plan.low) / plan.room).ravel(), "iterations": 0}
    spends = lambda u: plan.low + u.reshape(plan.shape) * plan.room
    size = plan.value(plan.current)

    def objective(u):
        if time.perf_counter() - begin > seconds:
            raise OutOfTime
        return -plan.value(spends(u)) / size

    def keep(u):
        last["u"] = np.array(u)
        last["iterations"] += 1

    constraints = [
        {
            "type": "eq",
            "fun": lambda u: plan.equal @ spends(u).ravel() - plan.equal_bound,
            "jac": lambda u: (plan.equal * room)[None, :],
        },
        {
            "type": "ineq",
            "fun": lambda u: plan.bounds - plan.matrix @ spends(u).ravel(),
            "jac": lambda u: -plan.matrix * room,
        },
    ]
    try:
        answer = minimize(
            objective,
            last["u"],
            jac=lambda u: -(plan.gradient(spends(u)) * plan.room).ravel() / size,
            method="SLSQP",
            bounds=[(0.0, 1.0)] * room.size,
            constraints=constraints,
            options={"ftol": 1e-9, "maxiter": 1000},
            callback=keep,
        )
        u, message = answer.x, answer.message
    except OutOfTime:
        u, message = last["u"], "stopped at the time limit"
    return {
        "scipy": scipy.__version__,
        "spends": np.clip(spends(u), plan.low, plan.low + plan.room).ravel().tolist(),
        "seconds": time.perf_counter() - begin,
        "iterations": last["iterations"],
        "message": message,
    }


request = json.load(sys.stdin)
print(json.dumps(solve(Plan(request["problem"]), request["seconds"])))
