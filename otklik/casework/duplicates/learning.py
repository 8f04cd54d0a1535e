"""What the verdicts of people say about the thresholds of likeness.

The scores are probabilities made by hand, which stand for so many imagined verdicts (`PRIOR`) in every tenth.
Real verdicts are added to them, the shares are made to rise with the score (pool adjacent violators), and the
threshold is the least score from which on likenesses are right often enough; with no verdicts, the usual one.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from otklik.casework.duplicates.rules import JOIN, PROPOSE

STEPS = 20
PRIOR = 6.0
SHOWN_RIGHT, JOINED_RIGHT = 0.5, 0.9
LEAST, MOST = 0.3, 0.98


class BadManner(ValueError):
    """The thresholds are not in order; the message is Russian."""


@dataclass(frozen=True, slots=True)
class Learned:
    """The thresholds, from how many verdicts they are, and the share of right ones by steps of the score."""

    propose: float
    join: float
    verdicts: int
    shares: tuple[float, ...]


def learn(verdicts: Sequence[tuple[float, bool]]) -> Learned:
    """Scores with whether a person agreed."""
    yes = [PRIOR * (step + 0.5) / STEPS for step in range(STEPS)]
    all_ = [PRIOR] * STEPS
    for score, is_right in verdicts:
        step = min(STEPS - 1, int(score * STEPS))
        all_[step] += 1
        yes[step] += is_right
    shares = _rising([one / of for one, of in zip(yes, all_, strict=True)], all_)
    if not verdicts:
        return Learned(PROPOSE, JOIN, 0, tuple(shares))
    propose = _least(shares, SHOWN_RIGHT)
    return Learned(propose, max(propose, _least(shares, JOINED_RIGHT)), len(verdicts), tuple(shares))


def check(propose: float, join: float) -> None:
    if not 0 < propose < 1 or not propose <= join <= 1:
        raise BadManner("Порог показа должен быть между 0 и 100 %, порог объединения — не меньше его.")


def _least(shares: Sequence[float], right: float) -> float:
    """The score at which the share of right verdicts passes `right`, between the middles of the steps."""
    middles = [(step + 0.5) / STEPS for step in range(STEPS)]
    for step, share in enumerate(shares):
        if share >= right:
            if step == 0:
                return LEAST
            below = shares[step - 1]
            part = (right - below) / (share - below)
            return round(min(MOST, max(LEAST, middles[step - 1] + part / STEPS)), 3)
    return MOST


def _rising(shares: Sequence[float], weights: Sequence[float]) -> list[float]:
    pools: list[tuple[float, float, int]] = []
    for share, weight in zip(shares, weights, strict=True):
        pools.append((share, weight, 1))
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (low, light, few), (high, heavy, many) = pools.pop(), pools.pop()
            total = light + heavy
            pools.append(((low * light + high * heavy) / total, total, few + many))
    return [share for share, _, count in pools for _ in range(count)]
