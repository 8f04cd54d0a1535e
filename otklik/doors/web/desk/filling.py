"""The facts of a case for the slots of a template."""

from otklik.doors.web.desk.opened import Opened
from otklik.ground.people.roles import Action
from otklik.kernel import language


def facts(opened: Opened) -> dict[str, str]:
    """Values by slot (`answers.rules.SLOTS`); what is not known is empty and is filled by hand."""
    case, visit = opened.case, opened.visit
    name = case.applicant.name if case.applicant and opened.can(Action.SEE_PERSONAL) else ""
    received = case.received_at.astimezone(visit.zone)
    due = case.due_at.astimezone(visit.zone) if case.due_at else None
    return {
        "name": given_name(name),
        "number": case.number,
        "received": f"{received:%d.%m.%Y}",
        "address": case.address,
        "topic": opened.topic.title.lower() if opened.topic else "",
        "organisation": opened.recipient.title if opened.recipient else "",
        "due": language.day(due.date(), this_year=visit.today.year) if due else "",
    }


def given_name(full_name: str) -> str:
    """«Мартынова Ольга Петровна» is addressed as «Ольга Петровна»; a shorter name stands as it is."""
    words = full_name.split()
    return " ".join(words[1:3]) if len(words) >= 3 else full_name
