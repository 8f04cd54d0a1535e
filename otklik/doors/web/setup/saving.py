"""How every form of the settings ends: kept with a word, or shown again with what is wrong and what to do."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django import forms
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render

from otklik.border.ports.errors import Unreadable
from otklik.casework.answers.services import BadDraft
from otklik.casework.appeals.services import BadAppeal
from otklik.casework.automation.services import BadDays, BadRule
from otklik.casework.control.rules.manner import BadManner as BadWatch
from otklik.casework.deadlines.services import BadClock, BadTerm
from otklik.casework.duplicates.learning import BadManner
from otklik.casework.letters.services import BadLetter
from otklik.casework.satisfaction.services import BadManner as BadRatingManner
from otklik.casework.satisfaction.services import BadSheet
from otklik.casework.stages.services import BadStages
from otklik.casework.triage.services import BadSetting
from otklik.ground.people.services import BadPerson
from otklik.ground.places.services import BadPlace
from otklik.ground.worktime.loading import BadYear
from otklik.ground.worktime.rules import BadHours
from otklik.ground.worktime.services import BadWorktime
from otklik.register.cases.rules import BadTemplate
from otklik.register.catalog.importing import BadEdition
from otklik.register.catalog.services import BadCatalog

REFUSALS = (
    BadAppeal, BadCatalog, BadClock, BadDays, BadDraft, BadEdition, BadHours, BadLetter, BadManner,
    BadPerson, BadPlace, BadRatingManner, BadRule, BadSetting, BadSheet, BadStages, BadTemplate, BadTerm,
    BadWatch, BadWorktime, BadYear, Unreadable,
)  # fmt: skip
"""Refusals of the rooms; their texts are Russian and say what to do."""

Act = Callable[[], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page with one form: its template and what else it shows."""

    title: str
    up_url: str
    up_title: str
    template: str = "setup/form.html"
    lead: str = ""
    button: str = "Сохранить"
    more: Mapping[str, object] = field(default_factory=dict)


def settle(
    request: HttpRequest, form: forms.Form, act: Act, *, page: Page, to: str, said: str, undo: str = ""
) -> HttpResponseBase:
    """Show the form, or do the act and go on; `undo` is the address that takes the act back."""
    if request.method == "POST" and form.is_valid():
        try:
            act()
        except ValidationError as error:
            form.add_error(None, error)
        except REFUSALS as error:
            form.add_error(None, str(error))
        except ObjectDoesNotExist:
            raise Http404 from None
        else:
            messages.success(request, said, extra_tags=f"undo={undo}" if undo else "")
            return redirect(to)
    return show(request, form, page=page)


def show(request: HttpRequest, form: forms.Form, *, page: Page) -> HttpResponseBase:
    """The page with the form as it stands; what is wrong in it is 422."""
    context = {
        "title": page.title, "up_url": page.up_url, "up_title": page.up_title, "lead": page.lead,
        "button": page.button, "form": form, **page.more,
    }  # fmt: skip
    return render(request, page.template, context, status=422 if form.is_bound and form.errors else 200)


def attempt(request: HttpRequest, act: Act, *, to: str, said: str, undo: str = "") -> HttpResponseBase:
    """An act of one button: a refusal is told in a toast."""
    try:
        act()
    except REFUSALS as error:
        messages.error(request, str(error))
    except ObjectDoesNotExist:
        raise Http404 from None
    else:
        messages.success(request, said, extra_tags=f"undo={undo}" if undo else "")
    return redirect(to)
