"""A draft to look at, with what it answers, and what may be said of it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from otklik.border.ports.messages import CaseKind


class Weight(StrEnum):
    """How much a remark matters, as the town has set it."""

    OFF = "off"  # the check is not made
    ADVICE = "advice"  # said, and the answer may go
    DUTY = "duty"  # to be mended, or left as it is with a reason that is kept and counted


@dataclass(frozen=True, slots=True)
class Spot:
    """A place named in a text from `start` to `end`; ids are of the register of addresses."""

    address: str
    street_id: int | None = None
    house_id: int | None = None
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A draft with what it answers.

    `questions` are the words of every question (of a message: all its text); `name` is the author's as told;
    `asked` are places of the message, `told` of the draft; `evidence` is what the topic requires;
    `pictures` counts photographs to go with the answer; `templates` are texts of the town's templates;
    `limit` is the longest text of the channel in characters.
    """

    body: str
    kind: CaseKind
    channel: str
    today: date
    is_interim: bool = False
    promised_on: date | None = None
    outcome: str = ""
    questions: tuple[str, ...] = ()
    name: str = ""
    asked: tuple[Spot, ...] = ()
    told: tuple[Spot, ...] = ()
    evidence: str = "none"
    pictures: int = 0
    templates: tuple[str, ...] = ()
    limit: int | None = None

    @property
    def says_done(self) -> bool:
        """Whether the outcome claims that something was done."""
        return self.outcome == "measures_taken" and not self.is_interim


@dataclass(frozen=True, slots=True)
class Remark:
    """A remark with the place in the text (`start`..`end`, characters) and the reason in Russian.

    A blocking one does not let the draft go and cannot be overridden: the form itself is not filled in. One
    that `is_duty` is mended or overridden with a reason; `why` is the reason once it is given;
    `quote` are the words that it is about.
    """

    code: str
    reason: str
    start: int = 0
    end: int = 0
    is_blocking: bool = False
    norm: str = ""
    is_duty: bool = False
    why: str = ""
    quote: str = ""

    @property
    def holds_back(self) -> bool:
        """Whether the draft may not go because of it."""
        return self.is_blocking or (self.is_duty and not self.why)

    def weighed(self, weight: Weight, why: str, *, body: str) -> "Remark":
        """As the town weighs it, with the reason it was left for and the words of the text it is about."""
        quote = body[self.start : self.end] if self.end - self.start > 1 else ""
        return replace(self, is_duty=weight is Weight.DUTY and not self.is_blocking, why=why, quote=quote)


Check = Callable[[Text], list[Remark]]
