"""The guide of the design system renders, and what it renders can be used without eyes or a mouse."""

import re
from dataclasses import fields
from pathlib import Path

import pytest
from django import forms
from django.http import Http404
from django.template.loader import get_template
from django.test import RequestFactory
from lxml import etree
from lxml import html as markup

from otklik.doors.web import styleguide
from otklik.doors.web.queue_row import Row, drawn

SPRITE = Path(styleguide.__file__).parent / "static/otklik/icons.svg"
DRAWN = set(re.findall(r'<symbol id="([\w-]+)"', SPRITE.read_text("utf-8")))
Page = markup.HtmlElement


@pytest.fixture(params=styleguide.PAGES)
def page(request: pytest.FixtureRequest, rf: RequestFactory) -> Page:
    answer = styleguide.styleguide(rf.get("/styleguide"), request.param)
    assert answer.status_code == 200
    return markup.fromstring(answer.content.decode())


def said(element: Page) -> str:
    """What a screen reader says of a control, roughly."""
    labels = element.xpath(".//@aria-label")
    return " ".join([element.get("aria-label", ""), *labels, *element.xpath(".//text()")]).strip()


def test_unknown_page(rf: RequestFactory) -> None:
    with pytest.raises(Http404):
        styleguide.styleguide(rf.get("/styleguide"), "nowhere")


def test_page_is_in_russian_and_has_one_heading(page: Page) -> None:
    assert page.get("lang") == "ru"
    assert len(page.xpath("//h1")) == 1
    assert page.xpath("//title/text()")[0].endswith("· Отклик")


def test_ids_are_unique(page: Page) -> None:
    ids = page.xpath("//@id")
    assert sorted(ids) == sorted(set(ids))


def test_controls_say_what_they_do(page: Page) -> None:
    silent = [etree.tostring(e)[:120] for e in page.xpath("//button | //a[@href] | //summary") if not said(e)]
    assert silent == []


def test_fields_have_labels(page: Page) -> None:
    fields = page.xpath("//input[not(@type='hidden')] | //select | //textarea")
    labelled = set(page.xpath("//label/@for"))
    nameless = [
        field.get("name")
        for field in fields
        if field.get("id") not in labelled
        and not field.xpath("ancestor::label")
        and not field.get("aria-label")
    ]
    assert nameless == []


def test_described_by_what_is_there(page: Page) -> None:
    ids = set(page.xpath("//@id"))
    for names in page.xpath("//@aria-describedby | //@aria-labelledby"):
        assert set(names.split()) <= ids


def test_icons_are_drawn(page: Page) -> None:
    assert {href.split("#")[1] for href in page.xpath("//use/@href")} <= DRAWN


def test_nothing_is_inline(page: Page) -> None:
    assert page.xpath("//@style | //style | //script[not(@src)]") == []
    assert [name for e in page.iter() for name in e.attrib if name.startswith("on")] == []


def test_every_key_is_a_visible_control(page: Page) -> None:
    for control in page.xpath("//*[@data-key]"):
        assert control.tag in {"button", "a", "input", "textarea"}


class Letter(forms.Form):
    name = forms.CharField(label="Фамилия и имя", help_text="Как в паспорте.", min_length=3, max_length=5)
    agree = forms.BooleanField(label="Согласен", required=True)


def test_field_ties_label_hint_and_errors_together() -> None:
    form = Letter({"name": "я"})
    part = get_template("parts/field.html")
    made = "".join(part.render({"field": field}) for field in form)
    page = markup.fromstring(f"<main>{made}</main>")
    name = page.get_element_by_id("id_name")
    said_by = [page.get_element_by_id(one).text_content() for one in name.get("aria-describedby").split()]
    assert "Как в паспорте." in said_by
    assert name.get("aria-invalid") == "true"
    assert set(page.xpath("//label/@for")) == {"id_name", "id_agree"}
    assert len(page.xpath("//*[@class='field-error']")) == 2
    assert len(page.xpath("//@id")) == len(set(page.xpath("//@id")))


def test_text_of_a_citizen_is_never_markup() -> None:
    evil = """<script>alert("it's & that")</script>"""
    told = {field.name: evil for field in fields(Row) if field.type is not bool and field.name != "channel"}
    for tone in ("danger", "warn", "ok", "none"):
        row = Row(**told | {"tone": tone, "is_new": True, "selected": True})
        for made in (drawn([row]), drawn([row], is_short=True)):
            assert "<script" not in made
            assert "it's" not in made
            assert "&lt;script&gt;alert(&quot;it&#x27;s &amp; that&quot;)" in made
            line = markup.fromstring(made)
            assert not {one.tag for one in line.iter()} - {
                "li",
                "div",
                "span",
                "svg",
                "use",
                "a",
                "label",
                "input",
            }


def test_a_row_without_words_says_what_is_missing() -> None:
    made = markup.fromstring(drawn([Row(number="1", url="/")])).text_content()
    for words in ("адрес не указан", "Текста нет", "тема не выбрана", "получатель не выбран", "без срока"):
        assert words in made
