"""Templates of answers: ready texts with places to fill in."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from otklik.casework.answers import selectors as answers
from otklik.casework.answers import services
from otklik.doors.web.desk import words
from otklik.doors.web.setup import fields
from otklik.doors.web.setup.saving import Page, settle
from otklik.doors.web.visit import Visit, staff
from otklik.ground.people.roles import Action
from otklik.register.catalog import selectors as catalog
from otklik.register.catalog.services import BadCatalog


class TemplateForm(forms.Form):
    title = fields.line("Название", most=160, required=True)
    text = fields.area(
        "Текст", rows=10, required=True,
        help_text="Места для подстановки — в фигурных скобках: {имя}, {адрес}. Пустые не дадут отправить.",
    )  # fmt: skip
    topic = fields.choice("Тема", ())
    block = fields.choice(
        "Отраслевой блок", (), help_text="Без темы и блока шаблон предложат для любой карточки."
    )
    outcome = fields.choice(
        "Результат", list(words.OUTCOMES.items()), help_text="Для какого результата этот текст."
    )
    channel = fields.choice("Канал", [(code, title) for code, (title, _icon) in words.CHANNELS.items()])
    is_interim = fields.switch("Промежуточный ответ", help_text="С обещанным сроком.")
    is_active = fields.switch("Предлагать")

    def __init__(self, *args: object, municipality_id: int, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they are
        snapshot = catalog.snapshot(municipality_id)
        topics = [(str(one.id), one.full_title) for one in snapshot.assignable_topics()]
        blocks = [(str(one.id), one.title) for one in snapshot.blocks.values() if one.is_active]
        self.fields["topic"].choices = [fields.EMPTY, *topics]  # type: ignore[attr-defined]  # ChoiceField
        self.fields["block"].choices = [fields.EMPTY, *blocks]  # type: ignore[attr-defined]  # ChoiceField


@staff(Action.EDIT_TEMPLATES)
def templates(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    rows = sorted(answers.templates(visit.town.id), key=lambda row: (not row.is_active, row.title))
    for row in rows:
        row.channel_word = words.channel_word(row.channel)  # type: ignore[attr-defined]  # for the page
    return render(request, "setup/templates.html", {"rows": rows})


@staff(Action.EDIT_TEMPLATES)
def template(request: HttpRequest, visit: Visit, template_id: int | None = None) -> HttpResponseBase:
    """Add a template or change it."""
    row = answers.template(visit.town.id, template_id) if template_id is not None else None
    if template_id is not None and row is None:
        raise Http404
    initial: dict[str, object] = {"is_active": True}
    if row:
        initial = {
            "title": row.title, "text": row.text, "topic": row.topic_id, "block": row.block_id,
            "is_interim": row.is_interim, "is_active": row.is_active, "outcome": row.outcome,
            "channel": row.channel,
        }  # fmt: skip
    form = TemplateForm(request.POST or None, initial=initial, municipality_id=visit.town.id)

    def act() -> None:
        told = form.cleaned_data
        if told["topic"] and told["block"]:
            raise BadCatalog(_("Выберите тему или блок: у шаблона одно место."))
        services.save_template(
            municipality_id=visit.town.id, title=told["title"], text=told["text"],
            topic_id=fields.id_of(told, "topic"), block_id=fields.id_of(told, "block"),
            outcome=told["outcome"], channel=told["channel"],
            is_interim=told["is_interim"], is_active=told["is_active"], template_id=template_id,
            now=visit.now, actor_id=visit.user_id,
        )  # fmt: skip

    page = Page(
        title=row.title if row else _("Новый шаблон"), up_url=reverse("setup:templates"),
        up_title=_("Шаблоны ответов"),
    )  # fmt: skip
    return settle(request, form, act, page=page, to="setup:templates", said=_("Шаблон сохранён."))
