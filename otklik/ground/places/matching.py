"""The matcher of a town, kept in the process until the town's register changes."""

from collections import OrderedDict
from threading import Lock

from otklik.ground.places import selectors
from otklik.ground.places.rules import Found, Matcher
from otklik.ground.places.suggesting import Suggestion

__all__ = ["Found", "Matcher", "Suggestion", "matcher", "suggest"]

_MOST_TOWNS = 16

_kept: OrderedDict[int, tuple[str, Matcher]] = OrderedDict()
_changing = Lock()


def matcher(municipality_id: int) -> Matcher:
    """For one tiny query; another process's change of the register is seen at once."""
    stamp = selectors.edition(municipality_id)
    known = _kept.get(municipality_id)
    if known and known[0] == stamp:
        return known[1]
    built = Matcher(selectors.index(municipality_id))
    if stamp:  # a register filled past the services has no edition and is not kept
        with _changing:
            _kept[municipality_id] = (stamp, built)
            _kept.move_to_end(municipality_id)
            while len(_kept) > _MOST_TOWNS:
                _kept.popitem(last=False)
    return built


def suggest(municipality_id: int, query: str, *, most: int = 8) -> list[Suggestion]:
    """Streets and houses for what is typed of an address: «садов 5»."""
    return matcher(municipality_id).suggest(query, most=most)
