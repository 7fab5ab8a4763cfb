"""Solves problems for the benchmark: one JSON request a line on standard input, one JSON answer a line back.

Request: {"method", "problem", "seconds", "runs", "start"?}. Answer: {"spends", "milliseconds" of each run, "message",
"success"}; the first line that is written tells the versions.
"""

import json
import platform
import sys
import time
import warnings

import nlopt
import numpy as np
import scipy

import auglag
import greedy
import slsqp
from problem import Problem

# Quick answers are timed several times.
REPEATED_MS = 2000

METHODS = {
    "slsqp-pymc": lambda p, r: slsqp.raw(p, "equal", r["seconds"], slsqp.PYMC_OPTIONS, three_point=False),
    "slsqp-lightweight": lambda p, r: slsqp.raw(p, "current", r["seconds"], slsqp.LIGHTWEIGHT_OPTIONS, three_point=True),
    "slsqp-scaled": lambda p, r: slsqp.scaled(p, r["start"], r["seconds"]),
    "auglag-robyn": lambda p, r: auglag.solve(p, r["seconds"], jacobian_as_coded=True),
    "auglag-corrected": lambda p, r: auglag.solve(p, r["seconds"], jacobian_as_coded=False),
    "greedy-meridian": lambda p, r: greedy.solve(p, r["seconds"]),
}


def answer(request):
    problem = Problem(request["problem"])
    milliseconds = []
    for _ in range(request["runs"]):
        begin = time.perf_counter()
        spends, message, success = METHODS[request["method"]](problem, request)
        milliseconds.append(1000 * (time.perf_counter() - begin))
        if sum(milliseconds) > REPEATED_MS:
            break
    finite = [float(x) if np.isfinite(x) else None for x in spends]
    return {"spends": finite, "milliseconds": milliseconds, "message": message, "success": success}


def main():
    warnings.simplefilter("ignore")
    nlopt_version = f"{nlopt.version_major()}.{nlopt.version_minor()}.{nlopt.version_bugfix()}"
    versions = {"python": platform.python_version(), "numpy": np.__version__, "scipy": scipy.__version__}
    print(json.dumps({**versions, "nlopt": nlopt_version}), flush=True)
    for line in sys.stdin:
        try:
            reply = answer(json.loads(line))
        except Exception as error:  # The benchmark reports it as the peer's failure.
            reply = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(reply), flush=True)


main()
