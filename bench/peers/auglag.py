"""NLopt's augmented Lagrangian over SLSQP, called as Robyn's allocator calls it: from the lower bounds, raw units."""

import nlopt
import numpy as np

MOST_EVALUATIONS = 100_000
RELATIVE_X = 1e-10
# nloptr's default for constraints.
TOLERANCE = 1e-8
ENDINGS = {5: "most evaluations reached", 6: "stopped at the time limit"}


def solve(problem, seconds, jacobian_as_coded):
    """With a target, Robyn drops the budget and holds the target as an equality.

    Its Jacobian of that equality is 1 + f'(x), whatever the target: `jacobian_as_coded`.
    """
    n = problem.size
    solver = nlopt.opt(nlopt.LD_AUGLAG, n)
    local = nlopt.opt(nlopt.LD_SLSQP, n)
    local.set_xtol_rel(RELATIVE_X)
    solver.set_local_optimizer(local)
    solver.set_lower_bounds(problem.low)
    solver.set_upper_bounds(problem.high)
    solver.set_xtol_rel(RELATIVE_X)
    solver.set_maxeval(MOST_EVALUATIONS)
    solver.set_maxtime(seconds)
    last = {"x": problem.low}

    def objective(x, gradient):
        last["x"] = np.array(x)
        if gradient.size:
            gradient[:] = -problem.gradient(x)
        return -problem.objective(x)

    solver.set_min_objective(objective)
    if problem.budget is not None:
        solver.add_equality_constraint(budget_row(problem), TOLERANCE)
        if len(problem.bounds):
            solver.add_inequality_mconstraint(rows(problem), np.full(len(problem.bounds), TOLERANCE))
    else:
        solver.add_equality_constraint(target_row(problem, jacobian_as_coded), TOLERANCE)
    try:
        answer = solver.optimize(problem.low)
        code = solver.last_optimize_result()
        ending = ENDINGS.get(code, f"NLopt result {code}")
        return answer, f"{ending}, {solver.get_numevals()} evaluations", 0 < code < 5
    except Exception as error:
        return last["x"], f"{type(error).__name__}: {error}", False


def budget_row(problem):
    def row(x, gradient):
        if gradient.size:
            gradient[:] = 1.0
        return float(np.sum(x)) - problem.budget

    return row


def rows(problem):
    def every_row(result, x, gradient):
        if gradient.size:
            gradient[:] = problem.excess_jacobian(x)
        result[:] = problem.excess(x)

    return every_row


def target_row(problem, jacobian_as_coded):
    # sum(x) - CPA * sum(f), or sum(x) - sum(f) / ROAS: the row of the target over its coefficient of spend.
    size = problem.spend_rows[-1, 0]

    def row(x, gradient):
        if gradient.size:
            slope = problem.curves.slope(x)
            gradient[:] = 1.0 + slope if jacobian_as_coded else problem.excess_jacobian(x)[-1] / size
        return float(problem.excess(x)[-1] / size)

    return row
