"""SciPy's curve_fit (TRF, bounds) on series from standard input, told the true family; answers on standard output.

In:  [{"family", "spend": [...], "outcome": [...], "weekday": [...], "factors": [...]}]
Out: {"seconds": total, "failures": n, "means": [[mean at each factor] or null]}
"""

import json
import sys
import time

import numpy as np
from scipy.optimize import curve_fit
from scipy.signal import lfilter


def shape(family, a, p, k):
    if family == "POWER":
        return a ** (1 / (1 + np.exp(-p)))
    h = np.exp(p)
    if family == "LOG":
        return np.log1p(a / h)
    if family == "NEGATIVE_EXPONENTIAL":
        return -np.expm1(-a / h)
    if family == "LOGISTIC":
        return np.tanh(a / h / 2)
    with np.errstate(divide="ignore"):
        return np.where(a > 0, 1 / (1 + (h / np.maximum(a, 1e-12)) ** np.exp(k)), 0)


def fit(case):
    spend = np.array(case["spend"])
    y = np.array(case["outcome"])
    weekday = np.array(case["weekday"])
    unit, level = spend[spend > 0].mean(), max(y.mean(), 1e-9)
    x, y = spend / unit, y / level
    family = case["family"]
    slopes = 1 if family == "HILL" else 0

    def model(x, scale, p, baseline, psi, *rest):
        theta = 1 - np.exp(-psi)
        a = lfilter([1 - theta], [1, -theta], x, zi=[theta * x[0]])[0]
        k = rest[0] if slopes else 0.0
        h = np.exp(np.append(rest[slopes:], 0.0))[weekday]
        return (baseline + scale * shape(family, a, p, k)) * h

    start = [1.0, 0.0, 0.1, 0.3] + [0.0] * (slopes + 6)
    low = [0, -4, 0, 0] + [-0.7] * slopes + [-2] * 6
    high = [50, 4, 5, 3.1] + [1.4] * slopes + [2] * 6
    best, _ = curve_fit(model, x, y, p0=start, bounds=(low, high))
    return [float(model(x * f, *best).mean() * level) for f in case["factors"]]


cases = json.load(sys.stdin)
means, failures = [], 0
started = time.perf_counter()
for case in cases:
    try:
        means.append(fit(case))
    except Exception:
        means.append(None)
        failures += 1
json.dump({"seconds": time.perf_counter() - started, "failures": failures, "means": means}, sys.stdout)
