"""What an appeal is: its kind, whom it complains of, its requisites, the codes of its questions."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db import transaction

from otklik.casework.appeals import selectors as appeals_read
from otklik.casework.appeals import services as appeals
from otklik.casework.appeals.rules import requisites
from otklik.casework.appeals.rules.channels import Legal
from otklik.casework.appeals.rules.requisites import Form, Identification, Missing, Requisites
from otklik.casework.appeals.services import BadAppeal, Checked
from otklik.casework.appeals.services.papers import FORM_OF
from otklik.flow.appeals.acting import Actor, hold
from otklik.flow.decide import renew_clocks
from otklik.ground.people import selectors as people
from otklik.ground.people.roles import Action
from otklik.register.cases import selectors as cases_read
from otklik.register.cases import services as cases
from otklik.register.cases.rules import AppealType
from otklik.register.cases.selectors import Case
from otklik.register.cases.services import Accused

MAY_NOT = "Править карточку обращения вам не разрешено."


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """The kind of an appeal and whom it complains of: organisations and people by id, or words."""

    appeal_type: str
    organisation_ids: Sequence[int] = ()
    user_ids: Sequence[int] = ()
    words: str = ""


@transaction.atomic
def set_kind(case_id: int, kind: Kind, *, actor: Actor) -> list[str]:
    """Set the kind; a complaint names whom it is against in the same act. What was taken away is returned."""
    actor.needs(Action.EDIT_CASE, MAY_NOT)
    held = hold(case_id, actor)
    named = _named(held.case.municipality_id, kind)
    if kind.appeal_type == AppealType.COMPLAINT and not named:
        raise BadAppeal(
            "Жалоба: укажите, на чьё решение или действие жалуются. Закон запрещает направить жалобу им "
            "самим."
        )
    if kind.appeal_type != held.case.appeal_type:
        cases.set_appeal_type(case_id, kind.appeal_type, now=actor.now, actor_id=actor.user_id)
        renew_clocks(case_id, now=actor.now, actor_id=actor.user_id)
    if named or cases_read.accused(case_id):
        return cases.name_accused(case_id, named, now=actor.now, actor_id=actor.user_id)
    return []


def _named(municipality_id: int, kind: Kind) -> list[Accused]:
    titles = {one.id: one.short_title for one in people.organisations(municipality_id)}
    named = [
        Accused(title=titles[one], organisation_id=one) for one in kind.organisation_ids if one in titles
    ]
    for user_id in kind.user_ids:
        person = people.user(user_id)
        if person is not None:
            title = person.position or person.full_name
            named.append(Accused(title=title, user_id=user_id, organisation_id=person.organisation_id))
    named += [Accused(title=line.strip()) for line in kind.words.splitlines() if line.strip()]
    return named


@transaction.atomic
def check(case_id: int, checked: Checked, *, actor: Actor) -> list[Missing]:
    """Keep what a person saw on the paper; what is missing is returned with what follows from it."""
    actor.needs(Action.EDIT_CASE, MAY_NOT)
    held = hold(case_id, actor, needs_open=False)
    appeals.keep_paper(case_id, checked, who=held.who)
    return missing(held.case)


def requisites_of(case: Case, kept: appeals_read.Paper | None = None) -> Requisites:
    """What is known of the paper: what a person has checked (`kept`), the rest by the applicant's row."""
    form = Form(kept.form) if kept else _form(case)
    told = _told_by_applicant(case, form)
    if kept is None:
        return told
    seen = {
        name: getattr(kept, name)
        for name in (
            "has_surname", "has_address", "has_signature", "has_date", "has_addressee", "has_essence",
        )
        if getattr(kept, name) is not None
    }  # fmt: skip
    return replace(told, **seen, identification=Identification(kept.identification))


def _told_by_applicant(case: Case, form: Form) -> Requisites:
    person = case.applicant
    if person is None:
        return Requisites(form=form, has_surname=False, has_address=False)
    reply_to = person.address or person.email
    if form is Form.ELECTRONIC:
        reply_to = reply_to or person.identity.removeprefix("id:")
    return Requisites(
        form=form,
        has_surname=requisites.has_surname(person.name),
        has_address=bool(reply_to.strip()),
        identification=_identification(case),
    )


def missing(case: Case) -> list[Missing]:
    """What the appeal lacks."""
    return requisites.missing(requisites_of(case, appeals_read.paper(case.id)))


def _form(case: Case) -> Form:
    way = appeals_read.way_of(case.municipality_id, case.channel, on=case.received_at.date())
    return FORM_OF[way.legal] if way and way.legal is not Legal.MESSAGE else Form.WRITTEN


def _identification(case: Case) -> Identification:
    """An appeal of ЕПГУ has a known author; of other ways a person says it."""
    return Identification.ESIA if case.channel == "epgu" else Identification.NONE
