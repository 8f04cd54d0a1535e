"""What part of the lake a visitor may ask about, and addresses of the queue behind a figure."""

from urllib.parse import urlencode

from django.urls import reverse

from otklik.doors.web.visit import Visit
from otklik.ground.people.roles import Action
from otklik.insight.analytics.scope import Scope
from otklik.register.cases import queue as asking
from otklik.register.cases.queue import Asked
from otklik.register.catalog.views import Snapshot


def scope_of(visit: Visit, snapshot: Snapshot, action: Action = Action.SEE_DASHBOARD) -> Scope:
    """The whole town, or the blocks and recipients that the person's roles name."""
    grants = visit.access.of(action, visit.town.id)
    organisations = {one for grant in grants for one in grant.organisation_ids}
    return Scope(
        municipality=visit.town.code,
        is_whole=any(grant.is_whole_town for grant in grants),
        blocks=tuple(sorted({grant.block_code for grant in grants if grant.block_code})),
        recipient_ids=tuple(
            sorted(one.id for one in snapshot.recipients.values() if one.organisation_id in organisations)
        ),
    )


def queue_url(asked: Asked) -> str:
    """The queue narrowed as asked; filters live in the address."""
    told = urlencode(asking.write(asked))
    return reverse("desk:queue") + (f"?{told}" if told else "")
