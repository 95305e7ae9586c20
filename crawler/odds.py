"""How improbable a count is under the share that was usual. Pure."""

from __future__ import annotations

import math

IMPROBABLE = 1e-6
"""A healthy run fails one such test once in a million; with ten tests a run that is one false alarm in a century."""


def improbably_few(hits: int, tries: int, share: float) -> bool:
    """Whether `hits` or fewer of `tries` has a probability under IMPROBABLE where each hits with `share`."""
    if tries == 0 or hits / tries >= share:
        return False
    logs = (_log_binomial(k, tries, share) for k in range(hits + 1))
    return sum(math.exp(log) for log in logs) < IMPROBABLE


def _log_binomial(hits: int, tries: int, share: float) -> float:
    choose = math.lgamma(tries + 1) - math.lgamma(hits + 1) - math.lgamma(tries - hits + 1)
    return choose + hits * math.log(share) + (tries - hits) * math.log1p(-share)


def share_of(hits: int, total: int) -> float:
    """The share seen, pulled in from 0 and 1 by one case each way (Laplace): never has not been never will."""
    return (hits + 1) / (total + 2)
