"""The schedule of personal reception, for everybody."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from otklik.casework.appeals import selectors as appeals
from otklik.casework.appeals.rules import receptions as rules
from otklik.doors.web.public.writing import around, town_of


@require_safe
def reception(request: HttpRequest, code: str) -> HttpResponse:
    """Who receives, where and when (59-ФЗ, ст. 13, ч. 1)."""
    town = town_of(code)
    first = [one.title for one in rules.CATEGORIES if one.is_first]
    context = {"rows": appeals.hours(town.id), "first": first, "norm": rules.NORM, **around(town)}
    return render(request, "public/reception.html", context)
