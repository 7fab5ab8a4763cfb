"""SciPy's curve_fit (TRF, bounds) told the true family and the true terms. One JSON request a line, one answer a line.

In:  {"cases": [{"family", "spend": [...], "outcome": [...], "weekday": [...], "terms": {...}, "factors": [...]}]}
     terms: baseline, carryOver, weekday, season (one sine of a year); those left out are left out of the model
Out: {"seconds", "processorSeconds", "fits": [null | {"curve": {...}, "carryOver", "means": [mean at each factor]}]}
The curve is the mean outcome at a steady spend over the days' rhythm, in units of money and outcome.
"""

import json
import sys
import time

import numpy as np
import scipy
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
    with np.errstate(divide="ignore", over="ignore"):
        return np.where(a > 0, 1 / (1 + (h / np.maximum(a, 1e-12)) ** np.exp(k)), 0)


# Start and bounds of each parameter, in units of mean spend and mean outcome.
SCALE, BEND = (1.0, 0, 50), (0.0, -4, 4)
BASELINE, PSI, LOG_SLOPE = (0.1, 0, 5), (0.3, 0, 3.1), (0.0, -0.7, 1.4)
WEEKDAY, SEASON = (0.0, -2, 2), (0.0, -1, 1)


def fit(case):
    spend = np.array(case["spend"], dtype=float)
    y = np.array(case["outcome"], dtype=float)
    weekday = np.array(case["weekday"])
    unit, level = spend[spend > 0].mean(), max(y.mean(), 1e-9)
    x, y = spend / unit, y / level
    family, terms = case["family"], case["terms"]
    angle = 2 * np.pi * np.arange(len(x)) / 365

    names = ["scale", "bend"]
    specs = [SCALE, BEND]
    if terms.get("baseline"):
        names.append("baseline"), specs.append(BASELINE)
    if terms.get("carryOver"):
        names.append("psi"), specs.append(PSI)
    if family == "HILL" and terms.get("slope"):
        names.append("slope"), specs.append(LOG_SLOPE)
    fixed = {"baseline": 0.0, "psi": 0.0, "slope": 0.0}
    count = len(specs)
    if terms.get("weekday"):
        specs += [WEEKDAY] * 6
    if terms.get("season"):
        specs += [SEASON] * 2

    def unpack(values):
        named = {**fixed, **dict(zip(names, values))}
        log_rhythm = np.zeros(len(x))
        at = count
        if terms.get("weekday"):
            log_rhythm = log_rhythm + np.append(values[at : at + 6], 0.0)[weekday]
            at += 6
        if terms.get("season"):
            log_rhythm = log_rhythm + values[at] * np.sin(angle) + values[at + 1] * np.cos(angle)
        return named, np.exp(log_rhythm)

    def model(x, *values):
        named, rhythm = unpack(values)
        theta = 1 - np.exp(-named["psi"])
        a = lfilter([1 - theta], [1, -theta], x, zi=[theta * x[0]])[0] if theta > 0 else x
        return (named["baseline"] + named["scale"] * shape(family, a, named["bend"], named["slope"])) * rhythm

    start, low, high = (list(column) for column in zip(*specs))
    best, _ = curve_fit(model, x, y, p0=start, bounds=(low, high))
    named, rhythm = unpack(best)
    amount = named["scale"] * level * rhythm.mean()
    curve = {"family": family, "scale": amount, "baseline": named["baseline"] * level * rhythm.mean()}
    if family == "POWER":
        exponent = 1 / (1 + np.exp(-named["bend"]))
        curve |= {"exponent": exponent, "scale": amount / unit**exponent}
    else:
        curve |= {"halfSaturation": np.exp(named["bend"]) * unit}
    if family == "HILL":
        curve |= {"slope": np.exp(named["slope"])}
    return {
        "curve": {key: value if isinstance(value, str) else float(value) for key, value in curve.items()},
        "carryOver": float(1 - np.exp(-named["psi"])),
        "means": [float(model(x * f, *best).mean() * level) for f in case["factors"]],
    }


def answer(cases):
    fits = []
    started, used = time.perf_counter(), time.process_time()
    for case in cases:
        try:
            fits.append(fit(case))
        except Exception:
            fits.append(None)
    return {
        "seconds": time.perf_counter() - started,
        "processorSeconds": time.process_time() - used,
        "fits": fits,
    }


print(json.dumps({"python": sys.version.split()[0], "numpy": np.__version__, "scipy": scipy.__version__}), flush=True)
for line in sys.stdin:
    print(json.dumps(answer(json.loads(line)["cases"])), flush=True)
