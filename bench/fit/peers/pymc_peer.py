"""PyMC-Marketing's own example model on its own example data; prints one JSON object.

Usage: pymc_peer.py FOLDER      (with pymc_mmm_example.csv)
"""

import json
import logging
import sys
import time
import warnings

warnings.filterwarnings("ignore")
logging.disable(logging.CRITICAL)

import numpy as np
import pandas as pd
import pymc_marketing
from pymc_marketing.mmm import MMM, GeometricAdstock, LogisticSaturation

LAGS = 8
SHARES = [0.25, 0.5, 0.75, 1]
CHANNELS = ["x1", "x2"]

data = pd.read_csv(f"{sys.argv[1]}/pymc_mmm_example.csv", parse_dates=["date_week"])
model = MMM(
    date_column="date_week",
    adstock=GeometricAdstock(l_max=LAGS),
    saturation=LogisticSaturation(),
    channel_columns=CHANNELS,
    control_columns=["event_1", "event_2", "t"],
    yearly_seasonality=2,
)
started = time.perf_counter()
model.fit(
    data.drop(columns="y"), data["y"], chains=2, draws=1000, tune=1000, cores=1, random_seed=1, progressbar=False
)
seconds = time.perf_counter() - started


def summary(values):
    low, high = np.quantile(values, [0.1, 0.9])
    return {"mean": float(np.mean(values)), "low": float(low), "high": float(high)}


posterior = model.fit_result
unit = float(data["y"].abs().max())
carry_over, contribution, response = {}, {}, {}
for channel in CHANNELS:
    draws = {
        name: posterior[name].sel(channel=channel).to_numpy().reshape(-1)
        for name in ["adstock_alpha", "saturation_lam", "saturation_beta"]
    }
    alpha, lam, beta = (draws[name][:, None] for name in ["adstock_alpha", "saturation_lam", "saturation_beta"])
    highest = float(data[channel].abs().max())
    spend = data[channel].to_numpy() / highest
    weights = alpha ** np.arange(LAGS)
    weights = weights / weights.sum(axis=1, keepdims=True)
    lagged = np.stack([np.concatenate([np.zeros(lag), spend[: len(spend) - lag]]) for lag in range(LAGS)])
    carried = weights @ lagged

    def effect(x):
        return unit * beta * (1 - np.exp(-lam * x)) / (1 + np.exp(-lam * x))

    carry_over[channel] = summary(alpha)
    contribution[channel] = summary(effect(carried).sum(axis=1))
    response[channel] = [{"spend": share * highest, **summary(effect(share))} for share in SHARES]

print(
    json.dumps(
        {
            "version": pymc_marketing.__version__,
            "seconds": seconds,
            "carryOver": carry_over,
            "contribution": contribution,
            "response": response,
        }
    )
)
