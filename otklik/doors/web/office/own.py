"""What is the person's own in the office: the cases of their organisations and all below these."""

from dataclasses import replace

from otklik.doors.web.visit import Visit
from otklik.ground.people.roles import Access, Action
from otklik.register.catalog.views import Snapshot


def office_of(visit: Visit) -> Visit:
    """The same visit with the access of their organisations alone, or of their role where they have none."""
    grants = visit.access.of(Action.TAKE, visit.town.id)
    narrow = tuple(grant for grant in grants if grant.organisation_ids)
    return replace(visit, access=Access(visit.user_id, narrow or grants))


def recipients_of(office: Visit, snapshot: Snapshot) -> list[int]:
    """Recipients that stand for the organisations; empty where the access is not narrowed by any."""
    ids = {one for grant in office.access.grants for one in grant.organisation_ids}
    return [row.id for row in snapshot.recipients.values() if row.organisation_id in ids]
