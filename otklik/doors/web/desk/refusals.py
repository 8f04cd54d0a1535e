"""What the road may refuse, and how the page says it."""

from otklik.casework.deadlines.decisions import BadClock
from otklik.flow.answer import NeedsProof, NotReady
from otklik.flow.card import BadCard, BadDraft, BadQuestion
from otklik.flow.chain import NotYourTurn
from otklik.flow.decide import BadDecision
from otklik.flow.finish import BadFinish
from otklik.flow.letters import BadLetter, BadProof
from otklik.flow.parts import BadPart
from otklik.flow.stages import BadPostponement, NotConfirmed, NotYourStage
from otklik.register.cases.rules import MoveNotAllowed
from otklik.register.cases.services import Banned, Stale

REFUSALS = (
    BadCard,
    BadClock,
    BadDecision,
    BadDraft,
    BadFinish,
    BadLetter,
    BadPart,
    BadProof,
    BadPostponement,
    BadQuestion,
    Banned,
    MoveNotAllowed,
    NeedsProof,
    NotConfirmed,
    NotReady,
    NotYourStage,
    NotYourTurn,
    Stale,
)


def refusal(error: Exception) -> str:
    """The Russian words of a refusal."""
    return str(error)
