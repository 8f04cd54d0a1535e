"""How duplicates and mass problems are looked for: the thresholds, what taught them, and a person's own."""

from django import forms
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from otklik.casework.duplicates import selectors as duplicates
from otklik.casework.duplicates import services
from otklik.casework.duplicates.learning import JOINED_RIGHT, SHOWN_RIGHT, STEPS, Learned
from otklik.casework.duplicates.selectors import Manner
from otklik.doors.web.setup import fields
from otklik.doors.web.setup.access import keeper
from otklik.doors.web.setup.saving import Page, settle
from otklik.doors.web.visit import Visit
from otklik.ground.people.roles import Action
from otklik.kernel import language


class LikenessForm(forms.Form):
    is_set_by_hand = fields.switch(
        "Пороги ставим сами", help_text="Иначе они следуют решениям: «об одном» и «о разном» на карточках"
    )
    propose = fields.whole("Показывать похожие от, %", least=1, most=98)
    join = fields.whole("Считать об одном без человека от, %", least=1, most=100)
    joins_by_itself = fields.switch(
        "Уверенные соединять без человека", help_text="Решение всегда можно снять на карточке"
    )
    horizon_days = fields.whole("Сравнивать с сообщениями за, дней", least=3, most=90, required=True)
    metres = fields.whole("Считать рядом до, метров", least=20, most=1000, required=True)
    group_size = fields.whole(
        "Предлагать массовую проблему от, карточек", least=3, most=100, required=True,
        help_text="В одном месте; для целого района нужно вдвое больше и тройной рост",
    )  # fmt: skip
    group_days = fields.whole("За сколько дней", least=1, most=60, required=True)


@keeper(Action.EDIT_SETTINGS)
def likeness(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """The form, with what the verdicts say."""
    manner = duplicates.manner(visit.town.id)
    initial = {name: getattr(manner, name) for name in LikenessForm.base_fields}
    initial |= {"propose": round(manner.propose * 100), "join": round(manner.join * 100)}
    form = LikenessForm(request.POST or None, initial=initial)

    def act() -> None:
        told = form.cleaned_data
        services.set_manner(
            Manner(
                horizon_days=told["horizon_days"],
                metres=told["metres"],
                group_size=told["group_size"],
                group_days=told["group_days"],
                propose=_share(told["propose"], manner.propose),
                join=_share(told["join"], manner.join),
                is_set_by_hand=told["is_set_by_hand"],
                joins_by_itself=told["joins_by_itself"],
                tells_citizens=manner.tells_citizens,
            ),
            municipality_id=visit.town.id,
            now=visit.now,
            actor_id=visit.user_id,
        )

    learned = duplicates.learned(visit.town.id)
    page = Page(
        title=_("Дубли и массовые проблемы"), up_url=reverse("setup:index"), up_title=_("Настройки"),
        template="setup/likeness.html", lead=_lead(learned),
        more={"learned": learned, "lines": _lines(visit, learned), "manner": manner},
    )  # fmt: skip
    return settle(
        request, form, act, page=page, to="setup:likeness", said=_("Настройки похожести сохранены.")
    )


def _share(percent: int | None, otherwise: float) -> float:
    return percent / 100 if percent else otherwise


def _lead(learned: Learned) -> str:
    told = {"right": round(SHOWN_RIGHT * 100), "joined": round(JOINED_RIGHT * 100)}
    if not learned.verdicts:
        return _(
            "Решений пока нет, пороги обычные. Отмечайте на карточках «об одном» или «о разном»: "
            "показывать станем то, что верно чаще, чем в %(right)s %%, соединять — чаще, чем в %(joined)s %%."
        ) % {**told}
    told["count"] = language.counted(learned.verdicts, "решению", "решениям", "решениям")  # type: ignore[assignment]
    told["propose"], told["join"] = round(learned.propose * 100), round(learned.join * 100)
    return _(
        "По %(count)s верны больше чем в %(right)s %% случаев похожие от %(propose)s %%, "
        "больше чем в %(joined)s %% — от %(join)s %%."
    ) % {**told}


def _lines(visit: Visit, learned: Learned) -> list[tuple[str, int, int, str]]:
    """By tenths of the likeness: the span, how many were confirmed, how many judged, the share believed."""
    told = duplicates.verdicts(visit.town.id)
    lines = []
    for tenth in range(9, 2, -1):
        inside = [right for score, right in told if min(9, int(score * 10)) == tenth]
        share = (learned.shares[tenth * STEPS // 10] + learned.shares[tenth * STEPS // 10 + 1]) / 2
        span = f"{tenth * 10}–{tenth * 10 + 10} %"
        lines.append((span, sum(inside), len(inside), f"{round(share * 100)} %"))
    return lines
