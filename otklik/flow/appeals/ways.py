"""What came by no lawful way of an appeal: the reply that explains, or registering it anyway."""

from django.db import transaction

from otklik.border.ports.messages import CaseKind, Outcome
from otklik.casework.answers import selectors as answers_read
from otklik.casework.answers import services as answers
from otklik.casework.answers.services import Writing
from otklik.casework.appeals import selectors as appeals_read
from otklik.casework.appeals.rules import letters
from otklik.casework.appeals.rules.channels import Legal, Policy, Way
from otklik.casework.appeals.services import BadAppeal
from otklik.flow.appeals.acting import Actor
from otklik.flow.decide import renew_clocks
from otklik.ground.people.roles import Action
from otklik.ground.places import selectors as places
from otklik.register.cases import selectors as cases_read
from otklik.register.cases import services as cases
from otklik.register.cases.selectors import Case


def unlawful(case: Case) -> Way | None:
    """The way by which a message came, where it is no appeal by law and says so."""
    if case.kind == CaseKind.APPEAL:
        return None
    way = appeals_read.way_of(case.municipality_id, case.channel, on=case.received_at.date())
    return way if way is not None and way.legal is Legal.MESSAGE and case.channel != "phone" else None


def reply(case: Case) -> str:
    """The words that explain the lawful ways."""
    way = unlawful(case)
    town = places.municipality(case.municipality_id)
    return letters.lawful_ways(channel=way.title.lower() if way else case.channel, town=town.title)


@transaction.atomic
def explain(case_id: int, *, actor: Actor) -> None:
    """Put the reply into the answer of the message; what somebody has begun to write stays."""
    actor.needs(Action.DRAFT, "Готовить ответы вам не разрешено.")
    case = cases_read.by_id(case_id)
    if unlawful(case) is None:
        raise BadAppeal("Это законный способ обращения: разъяснять нечего.")
    draft = answers_read.living(case_id)
    if draft is not None and draft.text.strip():
        raise BadAppeal("В ответе уже есть текст: он сохранён. Очистите его, чтобы подставить разъяснение.")
    cases.touch(case_id, now=actor.now, version=actor.version)
    writing = Writing(text=reply(case), outcome=Outcome.EXPLAINED)
    answers.write(case_id, writing, now=actor.now, author_id=actor.user_id)


@transaction.atomic
def register_anyway(case_id: int, *, actor: Actor) -> None:
    """Make a message an appeal, where the town's own order lets it; its terms are of 59-ФЗ from now on."""
    actor.needs(Action.EDIT_CASE, "Править карточку вам не разрешено.")
    case = cases_read.by_id(case_id)
    way = unlawful(case)
    if way is not None and way.policy is not Policy.REGISTER_ANYWAY:
        raise BadAppeal(
            f"{way.title}: по закону это не обращение ({way.norm}). Разъясните законные способы или измените "
            "порядок в настройках, если он установлен актом администрации."
        )
    cases.register_as_appeal(case_id, now=actor.now, actor_id=actor.user_id, version=actor.version)
    renew_clocks(case_id, now=actor.now, actor_id=actor.user_id)
