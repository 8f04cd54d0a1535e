"""The tree of topics: finding, changing, closing and merging."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from otklik.doors.web.setup import fields
from otklik.doors.web.setup.access import keeper
from otklik.doors.web.setup.saving import Page, settle
from otklik.doors.web.setup.topic_forms import TopicForm, initial
from otklik.doors.web.visit import Visit
from otklik.ground.people.roles import Action
from otklik.register.catalog import selectors as catalog
from otklik.register.catalog import services
from otklik.register.catalog.selectors import TopicLine
from otklik.register.catalog.views import Snapshot, fold


class MergeForm(forms.Form):
    into = fields.choice("С какой темой объединить", (), required=True)

    def __init__(self, *args: object, snapshot: Snapshot, topic_id: int, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they are
        listed = [(str(one.id), one.full_title) for one in snapshot.assignable_topics() if one.id != topic_id]
        self.fields["into"].choices = listed  # type: ignore[attr-defined]  # it is a ChoiceField


@keeper(Action.EDIT_CATALOG)
def topics(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """The tree; `?q=` searches titles, keywords and codes, `?closed=1` shows the closed ones too."""
    query, shows_closed = request.GET.get("q", "").strip(), request.GET.get("closed") == "1"
    lines = [
        line
        for line in catalog.topic_rows(visit.town.id)
        if (shows_closed or line.topic.is_active) and _fits(line, query)
    ]
    found = sum(not line.topic.is_group for line in lines)
    if query:
        lines = [line for line in lines if not line.topic.is_group or fold(query) in fold(line.topic.title)]
    context = {"lines": lines, "found": found, "query_of_topics": query, "shows_closed": shows_closed}
    return render(request, "setup/topics.html", context)


@keeper(Action.EDIT_CATALOG)
def topic(request: HttpRequest, visit: Visit, topic_id: int) -> HttpResponseBase:
    line = _line(visit, topic_id)
    form = TopicForm(
        request.POST or None, initial=initial(line.topic, line.codes), is_group=line.topic.is_group,
        snapshot=catalog.snapshot(visit.town.id),
    )  # fmt: skip
    more = {"topic": line.topic, "merged_into": line.merged_into_title}
    return _save(request, visit, form, topic_id=topic_id, title=line.topic.full_title, more=more)


@keeper(Action.EDIT_CATALOG)
def new_topic(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """A topic of `?group=`, or with `?kind=group` a group."""
    is_group = request.GET.get("kind") == "group"
    start = {"parent": request.GET.get("group", ""), "is_active": True, "urgency": 0, "evidence": "none"}
    form = TopicForm(
        request.POST or None, initial=start, is_group=is_group, snapshot=catalog.snapshot(visit.town.id)
    )
    title = _("Новая группа тем") if is_group else _("Новая тема")
    return _save(request, visit, form, topic_id=None, title=title, more={})


@keeper(Action.EDIT_CATALOG)
def merge(request: HttpRequest, visit: Visit, topic_id: int) -> HttpResponseBase:
    line = _line(visit, topic_id)
    form = MergeForm(request.POST or None, snapshot=catalog.snapshot(visit.town.id), topic_id=topic_id)

    def act() -> None:
        services.merge_topic(
            topic_id, into_id=int(form.cleaned_data["into"]), municipality_id=visit.town.id, now=visit.now,
            actor_id=visit.user_id,
        )  # fmt: skip

    page = Page(
        title=_("Объединить: %(title)s") % {"title": line.topic.title},
        up_url=reverse("setup:topic", args=[topic_id]), up_title=line.topic.title, button=_("Объединить"),
        lead=_("Тема закроется, её названия и коды поведут к другой. Карточки останутся как есть."),
    )  # fmt: skip
    return settle(request, form, act, page=page, to="setup:topics", said=_("Темы объединены."))


def _save(
    request: HttpRequest,
    visit: Visit,
    form: TopicForm,
    *,
    topic_id: int | None,
    title: str,
    more: dict[str, object],
) -> HttpResponseBase:
    def act() -> None:
        services.save_topic(
            form.told(), municipality_id=visit.town.id, topic_id=topic_id, now=visit.now,
            actor_id=visit.user_id,
        )  # fmt: skip

    page = Page(
        title=title,
        up_url=reverse("setup:topics"),
        up_title=_("Темы"),
        template="setup/topic.html",
        more=more,
    )
    return settle(request, form, act, page=page, to="setup:topics", said=_("Тема сохранена."))


def _line(visit: Visit, topic_id: int) -> TopicLine:
    found = next((line for line in catalog.topic_rows(visit.town.id) if line.topic.id == topic_id), None)
    if found is None:
        raise Http404
    return found


def _fits(line: TopicLine, query: str) -> bool:
    """Whether all words of the query are among the names, keywords and codes of the topic."""
    if not query:
        return True
    codes = " ".join(code for _scheme, code, _primary in line.codes)
    told = fold(f"{line.topic.full_title} {' '.join(line.topic.keywords)} {codes} {line.topic.code}")
    return all(word in told for word in fold(query).split())
