"""How sure an answer is, as the sentences of the tests and the demonstration messages taught."""

_MEASURED = ((0.0, 0.0), (0.3, 0.3), (0.55, 0.8), (0.65, 0.88), (0.8, 0.93), (0.93, 0.97), (1.0, 0.995))
_OF_SEVERAL = 0.7


def calibrated(belief: float, *, is_one: bool = True) -> float:
    """The share of the right among answers of this belief; less where places of the same name were passed
    over, since that choice is a guess."""
    place = next(place for place in range(1, len(_MEASURED)) if belief <= _MEASURED[place][0])
    (low, least), (high, most) = _MEASURED[place - 1], _MEASURED[place]
    share = least + (most - least) * (belief - low) / (high - low)
    return round(share if is_one else min(share, _OF_SEVERAL), 2)
