"""Whom a case complains of, who therefore may not have it, and who may."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from otklik.ground.people import selectors as people
from otklik.register.cases.complaints import RETURN_NORM, Accused, Addressee, Bar, Finding, above, judge
from otklik.register.cases.models import Case, ComplainedAgainst
from otklik.register.catalog import selectors as catalog
from otklik.register.catalog.views import ResponsibilityView

MOST_WAYS = 5


@dataclass(frozen=True, slots=True)
class Ways:
    """Who else may have a complaint: superior organisations first, then other competent recipients.

    Where there is nobody it is returned to the citizen with the right to go to court explained.
    """

    superior: tuple[tuple[int, str], ...]
    others: tuple[tuple[int, str], ...]
    return_norm: str = RETURN_NORM

    @property
    def recipient_ids(self) -> tuple[int, ...]:
        return tuple(id for id, _title in (*self.superior, *self.others))

    @property
    def words(self) -> str:
        """«Можно направить: вышестоящей организации — «Администрация»…»."""
        told = []
        if self.superior:
            told.append(_("вышестоящей организации: %s") % _quoted(self.superior))
        if self.others:
            told.append(_("другому компетентному получателю: %s") % _quoted(self.others))
        back = _("вернуть гражданину с разъяснением права обжаловать в суд (%s)") % self.return_norm
        return _("Другой путь: %s.") % "; ".join([*told, back])


def accused(case_id: int) -> list[Accused]:
    """Whom the case complains of, in the order they were named."""
    rows = ComplainedAgainst.objects.filter(case_id=case_id)
    return [
        Accused(title=title, organisation_id=organisation_id, user_id=user_id)
        for title, organisation_id, user_id in rows.values_list("title", "organisation_id", "user_id")
    ]


def finding(case: Case, to: Addressee, *, known: Sequence[Accused] | None = None) -> Finding:
    """What stands in the way of giving the case to someone."""
    told = accused(case.id) if known is None else known
    return judge(told, to, parents=parents(case.municipality_id)) if told else Finding(Bar.FREE)


def recipient_finding(case: Case, recipient_id: int, *, known: Sequence[Accused] | None = None) -> Finding:
    """The same for a recipient of the catalog."""
    return finding(case, _addressee(case.municipality_id, recipient_id), known=known)


def may_have(case: Case, recipient_id: int | None) -> bool:
    """Whether the ban lets a recipient have the case."""
    return recipient_id is None or recipient_finding(case, recipient_id).bar is not Bar.BARRED


def barred_users(case: Case, user_ids: Sequence[int]) -> list[int]:
    """Those of the people who may not work on the case: the accused and the staff of an accused body."""
    known = accused(case.id) if user_ids else []
    if not known:
        return []
    tree, found = parents(case.municipality_id), []
    for user_id in user_ids:
        person = people.user(user_id)
        to = Addressee(user_id=user_id, organisation_id=person.organisation_id if person else None)
        if judge(known, to, parents=tree).bar is Bar.BARRED:
            found.append(user_id)
    return found


def ways(case: Case) -> Ways:
    """Who else may have the complaint."""
    known, tree = accused(case.id), parents(case.municipality_id)
    snapshot = catalog.snapshot(case.municipality_id)
    free = [
        one
        for one in snapshot.active_recipients()
        if judge(known, Addressee(title=one.title, organisation_id=one.organisation_id), parents=tree).bar
        is not Bar.BARRED
    ]
    chain = [over for one in known if one.organisation_id for over in above(one.organisation_id, tree)]
    chain += [one.organisation_id for one in known if one.user_id and one.organisation_id]
    by_home = {one.organisation_id: (one.id, one.title) for one in free}
    superior = [by_home[over] for over in dict.fromkeys(chain) if over in by_home]
    told = {
        row.recipient_id
        for row in snapshot.responsibilities
        if (row.topic_id and row.topic_id == case.topic_id)
        or (row.block_id and row.block_id == case.block_id)
    }
    others = [(one.id, one.title) for one in free if one.id in told and (one.id, one.title) not in superior]
    return Ways(tuple(superior), tuple(others[:MOST_WAYS]))


def _is_about(row: ResponsibilityView, case: Case) -> bool:
    """Whether a row of the table of responsibility speaks of the topic or the block of the case."""
    if row.topic_id is not None:
        return row.topic_id == case.topic_id
    return row.block_id is not None and row.block_id == case.block_id


def parents(municipality_id: int) -> Mapping[int, int | None]:
    """The tree of the town's organisations."""
    return {one.id: one.parent_id for one in people.organisations(municipality_id)}


def _addressee(municipality_id: int, recipient_id: int) -> Addressee:
    one = catalog.snapshot(municipality_id).recipients.get(recipient_id)
    return Addressee(title=one.title, organisation_id=one.organisation_id) if one else Addressee()


def _quoted(told: Sequence[tuple[int, str]]) -> str:
    return ", ".join(f"«{title}»" for _id, title in told)
