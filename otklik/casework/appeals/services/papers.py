"""Keeping the paper side of an appeal, codes of its questions, and the legal status of ways in."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.casework.appeals.models import Paper, QuestionCode, WayIn
from otklik.casework.appeals.rules import channels, requisites
from otklik.casework.appeals.rules.channels import Legal, Policy
from otklik.casework.appeals.rules.requisites import Form, Identification
from otklik.casework.appeals.services.journal import Who, tell
from otklik.casework.appeals.services.refusing import BadAppeal
from otklik.ground.audit import services as audit

CODE_NORM = "Типовой общероссийский тематический классификатор обращений граждан; форматы ССТУ.РФ"


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What a person saw on the paper; None leaves it to the applicant's row."""

    form: Form
    is_collective: bool = False
    is_legal_person: bool = False
    has_surname: bool | None = None
    has_address: bool | None = None
    has_signature: bool | None = None
    has_date: bool | None = None
    has_addressee: bool | None = None
    has_essence: bool | None = None
    identification: Identification = Identification.NONE
    identification_ref: str = ""


@transaction.atomic
def keep_paper(case_id: int, checked: Checked, *, who: Who) -> None:
    """Keep the check of the requisites; the earlier one is in the journal."""
    values = {name: getattr(checked, name) for name in Checked.__dataclass_fields__}
    values["identification_ref"] = checked.identification_ref.strip()[:100]
    Paper.objects.update_or_create(
        case_id=case_id, defaults={**values, "checked_at": who.now, "checked_by_id": who.actor_id}
    )
    absent = [name for name in values if name.startswith("has_") and values[name] is False]
    details = {"form": checked.form, "missing": absent, "identification": checked.identification}
    tell("check_requisites", case_id, who, norm="59-ФЗ, ст. 7", details=details)


@transaction.atomic
def keep_code(case_id: int, question_id: int, code: str, *, who: Who) -> None:
    """Give a question its code of the classifier; "" leaves it to the topic."""
    if code:
        QuestionCode.objects.update_or_create(question_id=question_id, defaults={"code": code[:30]})
    else:
        QuestionCode.objects.filter(question_id=question_id).delete()
    tell("code_question", case_id, who, norm=CODE_NORM, details={"code": code, "question": question_id})


@transaction.atomic
def save_way(
    channel: str,
    *,
    legal: Legal,
    policy: Policy,
    needs_identification: bool,
    since: date,
    ground: str,
    who: Who,
) -> None:
    """Set what a channel is by law in this town from a day on; earlier days keep what held then."""
    if channel not in channels.CHANNELS:
        raise BadAppeal(_("Такого канала нет. Выберите из списка."))
    if not ground.strip():
        raise BadAppeal(_("Укажите основание: акт администрации или разъяснение, с датой и номером."))
    values = {
        "legal": legal, "policy": policy, "needs_identification": needs_identification,
        "ground": ground.strip()[:300], "changed_by_id": who.actor_id, "changed_at": who.now,
    }  # fmt: skip
    WayIn.objects.update_or_create(
        municipality_id=who.municipality_id, channel=channel, since=since, defaults=values
    )
    audit.record(
        action="set_way_in",
        subject="way_in",
        subject_id=channel,
        municipality_id=who.municipality_id,
        actor_id=who.actor_id,
        now=who.now,
        norm="59-ФЗ, ст. 4, п. 1; ст. 7 (в ред. 547-ФЗ)",
        details={"form": legal, "value": policy, "valid_from": since.isoformat()},
    )


FORM_OF = {
    Legal.WRITTEN: requisites.Form.WRITTEN,
    Legal.ELECTRONIC: requisites.Form.ELECTRONIC,
    Legal.ORAL: requisites.Form.ORAL,
    Legal.MESSAGE: requisites.Form.ELECTRONIC,
}
