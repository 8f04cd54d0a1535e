"""Terms of topics: the SLA of a category, a town's own length of an editable term for one topic."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from otklik.casework.deadlines import selectors as deadlines
from otklik.casework.deadlines import services, speech
from otklik.casework.deadlines.norms import EDITABLE
from otklik.casework.deadlines.terms import Term, Unit
from otklik.casework.deadlines.times import Amount
from otklik.doors.web.setup import fields
from otklik.doors.web.setup.access import keeper
from otklik.doors.web.setup.saving import Page, attempt, settle
from otklik.doors.web.setup.terms import UNITS
from otklik.doors.web.visit import Visit
from otklik.ground.people.roles import Action
from otklik.register.catalog import selectors as catalog


class TopicTermForm(forms.Form):
    topic = fields.choice("Тема", (), required=True)
    amount = fields.whole("Сколько", least=1, most=10_000, required=True)
    unit = fields.choice("Чего", UNITS, required=True)

    def __init__(self, *args: object, topics: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they are
        field = self.fields["topic"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [fields.EMPTY, *topics]


@keeper(Action.EDIT_SETTINGS)
def topic_terms(request: HttpRequest, visit: Visit, code: str) -> HttpResponseBase:
    """The topics with a length of their own, and a form to set one."""
    term = _term(code)
    snapshot = catalog.snapshot(visit.town.id)
    topics = [(str(one.id), one.full_title) for one in snapshot.assignable_topics()]
    form = TopicTermForm(request.POST or None, topics=topics, initial={"unit": term.unit.value})

    def act() -> None:
        told = form.cleaned_data
        services.set_topic_term(
            municipality_id=visit.town.id, code=code, topic_id=int(told["topic"]),
            length=Amount(told["amount"], Unit(told["unit"])), now=visit.now, actor_id=visit.user_id,
        )  # fmt: skip

    kept = deadlines.settings_of(visit.town.id).of_topics
    own = sorted(
        (snapshot.topics[topic].full_title, topic, speech.length(length.amount, length.unit))
        for (one, topic), length in kept.items()
        if one == code and topic in snapshot.topics
    )
    page = Page(
        title=_("%(term)s по темам") % {"term": term.title}, up_url=reverse("setup:terms"),
        up_title=_("Сроки"), template="setup/topic_terms.html", lead=term.norm,
        more={"code": code, "own": own},
    )  # fmt: skip
    to = reverse("setup:topic_terms", args=[code])
    return settle(request, form, act, page=page, to=to, said=_("Срок темы сохранён."))


@require_POST
@keeper(Action.EDIT_SETTINGS)
def forget(request: HttpRequest, visit: Visit, code: str, topic_id: int) -> HttpResponseBase:
    """Return the topic to the common length."""
    _term(code)
    return attempt(
        request,
        lambda: services.set_topic_term(
            municipality_id=visit.town.id, code=code, topic_id=topic_id, length=None, now=visit.now,
            actor_id=visit.user_id,
        ),
        to=reverse("setup:topic_terms", args=[code]),
        said=_("Тема снова живёт по общему сроку."),
    )  # fmt: skip


def _term(code: str) -> Term:
    if code not in EDITABLE:
        raise Http404
    return EDITABLE[code]
