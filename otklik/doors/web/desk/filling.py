"""The facts of a case for the slots of a template."""

from otklik.doors.web.desk.opened import Opened
from otklik.flow import sending
from otklik.ground.people.roles import Action


def facts(opened: Opened) -> dict[str, str]:
    """Values by slot (`answers.rules.SLOTS`); what is not known is empty and is filled by hand."""
    told = sending.facts(opened.case, today=opened.visit.today)
    return told if opened.can(Action.SEE_PERSONAL) else {**told, "name": ""}
