"""A card that a person has opened: the case, the catalog it is read with, and what may be done with it."""

from dataclasses import dataclass

from django.http import Http404, QueryDict
from django.urls import reverse

from otklik.doors.web.visit import Visit
from otklik.flow import seeing
from otklik.ground.people.roles import Action
from otklik.register.cases import selectors as cases
from otklik.register.cases.rules import Status, moves_from
from otklik.register.cases.selectors import Case
from otklik.register.catalog import selectors as catalog
from otklik.register.catalog.views import BlockView, RecipientView, Snapshot, TopicView


@dataclass(frozen=True, slots=True)
class Opened:
    """`allowed` is what the person may do with this very case; nothing else opens it to a co-executor."""

    case: Case
    visit: Visit
    snapshot: Snapshot
    allowed: frozenset[Action]
    is_co_executor: bool = False

    def can(self, *actions: Action) -> bool:
        """Whether any of the actions is permitted."""
        return any(one in self.allowed for one in actions)

    def may_move(self, target: Status) -> bool:
        """Whether the case can go there from where it stands, by this person."""
        moves = moves_from(Status(self.case.status))
        return any(move.target is target and move.action in self.allowed for move in moves)

    @property
    def may_submit(self) -> bool:
        """Whether the answer goes to approval by this person; a co-executor only writes in it."""
        return self.can(Action.DRAFT) and not self.is_co_executor

    @property
    def url(self) -> str:
        return reverse("desk:case", args=[self.case.number])

    @property
    def topic(self) -> TopicView | None:
        return self.snapshot.topics.get(self.case.topic_id or 0)

    @property
    def block(self) -> BlockView | None:
        return self.snapshot.blocks.get(self.case.block_id or 0)

    @property
    def recipient(self) -> RecipientView | None:
        return self.snapshot.recipients.get(self.case.recipient_id or 0)


def open_card(visit: Visit, number: str, *, action: Action = Action.SEE_CASES) -> Opened:
    """The card for this person; a case they may not know of is not there (404).

    Every page of a case comes this way, so here it is journalled that personal data were seen.
    """
    snapshot = catalog.snapshot(visit.town.id)
    try:
        case = cases.get_for(visit.access, number, action, municipality_id=visit.town.id, known=snapshot)
    except cases.NotFound as error:
        raise Http404 from error
    opened = Opened(case, visit, snapshot, *cases.allowed(visit.access, case, known=snapshot))
    if opened.can(Action.SEE_PERSONAL):
        seeing.card(
            case.id, municipality_id=visit.town.id, now=visit.now, actor_id=visit.user_id, ip=visit.ip
        )
    return opened


@dataclass(frozen=True, slots=True)
class Failed:
    """An act that was refused: which, why, and what had been typed."""

    code: str
    reason: str
    typed: QueryDict
