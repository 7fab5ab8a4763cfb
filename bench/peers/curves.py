"""Response curves of many units at once: value and slope of scale * f(x), vectorised by family."""

import numpy as np


class Curves:
    def __init__(self, curves):
        families = np.array([curve["family"] for curve in curves])
        self.of_family = {name: np.flatnonzero(families == name) for name in sorted(set(families))}
        self.scale = np.array([curve["scale"] for curve in curves], dtype=float)
        self.half = np.array([curve.get("halfSaturation", 1.0) for curve in curves], dtype=float)
        # Of a power curve its exponent, of a Hill curve its slope.
        self.power = np.array([curve.get("exponent", curve.get("slope", 1.0)) for curve in curves], dtype=float)

    def value(self, x):
        y = np.empty_like(x)
        for family, i in self.of_family.items():
            y[i] = self.scale[i] * VALUES[family](x[i], self.half[i], self.power[i])
        return y

    def slope(self, x):
        y = np.empty_like(x)
        for family, i in self.of_family.items():
            y[i] = self.scale[i] * SLOPES[family](x[i], self.half[i], self.power[i])
        return y


def hill(x, h, s):
    r = (np.maximum(x, 0) / h) ** s
    return r / (1 + r)


def hill_slope(x, h, s):
    x = np.maximum(x, 1e-12 * h)
    r = (x / h) ** s
    return s / x * r / (1 + r) ** 2


VALUES = {
    "POWER": lambda x, h, e: np.maximum(x, 0) ** e,
    "LOG": lambda x, h, _: np.log1p(x / h),
    "NEGATIVE_EXPONENTIAL": lambda x, h, _: -np.expm1(-x / h),
    "LOGISTIC": lambda x, h, _: np.tanh(x / (2 * h)),
    "HILL": hill,
}

SLOPES = {
    "POWER": lambda x, h, e: e * np.maximum(x, 1e-12) ** (e - 1),
    "LOG": lambda x, h, _: 1 / (h + x),
    "NEGATIVE_EXPONENTIAL": lambda x, h, _: np.exp(-x / h) / h,
    "LOGISTIC": lambda x, h, _: (1 - np.tanh(x / (2 * h)) ** 2) / (2 * h),
    "HILL": hill_slope,
}
