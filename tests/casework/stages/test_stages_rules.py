"""Where a message stands, who may do what there, what may be promised: tables."""

from datetime import UTC, date, datetime, timedelta

import pytest

from otklik.casework.stages.rules import (
    STAGES,
    USUAL,
    BadPostponement,
    Deed,
    NotConfirmed,
    Stage,
    StageManner,
    StageRule,
    check_confirmation,
    check_postponement,
    done_at,
    ends_at,
    refusal,
    stage_of,
)
from otklik.ground.worktime.official import calendar
from otklik.register.cases.rules import Status

TODAY = date(2026, 3, 2)
PLAIN = StageManner()
MODERATED = StageManner(stages={**USUAL, Stage.MODERATION: StageRule(is_on=True, role="operator")})
ROLES = StageManner(
    stages={
        Stage.MODERATION: StageRule(is_on=True, role="operator"),
        Stage.COORDINATION: StageRule(is_on=True, role="pos_lead"),
        Stage.EXECUTION: StageRule(is_on=True, role="executor"),
        Stage.APPROVAL: StageRule(is_on=True, role="recipient_head"),
    }
)
NO_APPROVAL = StageManner(
    stages={**ROLES.stages, Stage.APPROVAL: StageRule(is_on=False, role="recipient_head")}
)
TITLES = {"recipient_head": "Руководитель получателя"}


@pytest.mark.parametrize("status", list(Status), ids=str)
@pytest.mark.parametrize("accepted", [True, False], ids=["принято", "не принято"])
def test_a_message_stands_at_one_stage(status: Status, accepted: bool) -> None:
    expected = {
        Status.NEW: Stage.COORDINATION, Status.REOPENED: Stage.COORDINATION,
        Status.ROUTED: Stage.EXECUTION, Status.IN_WORK: Stage.EXECUTION, Status.POSTPONED: Stage.EXECUTION,
        Status.APPROVAL: Stage.APPROVAL,
    }  # fmt: skip
    assert stage_of(status, PLAIN, is_accepted=accepted) is expected.get(status)
    waits = status is Status.NEW and not accepted
    moderated = stage_of(status, MODERATED, is_accepted=accepted)
    assert moderated is (Stage.MODERATION if waits else expected.get(status))


@pytest.mark.parametrize(
    ("deed", "present", "manner", "held", "told"),
    [
        pytest.param(Deed.ROUTE, Stage.MODERATION, MODERATED, ["operator"], "на модерации", id="рано"),
        pytest.param(Deed.APPROVE, Stage.MODERATION, MODERATED, [], "на модерации", id="ответ до модерации"),
        pytest.param(Deed.ACCEPT, Stage.MODERATION, MODERATED, ["operator"], "", id="принять"),
        pytest.param(Deed.REFUSE, Stage.MODERATION, MODERATED, ["operator"], "", id="отклонить"),
        pytest.param(Deed.ACCEPT, Stage.MODERATION, MODERATED, [], "выполняет operator", id="чужая"),
        pytest.param(Deed.ACCEPT, Stage.EXECUTION, MODERATED, ["operator"], "уже прошло", id="дважды"),
        pytest.param(Deed.ACCEPT, Stage.COORDINATION, PLAIN, [], "уже прошло", id="модерации нет"),
        pytest.param(Deed.ROUTE, Stage.COORDINATION, ROLES, ["pos_lead"], "", id="координатор"),
        pytest.param(Deed.ROUTE, Stage.COORDINATION, ROLES, ["operator"], "Координация", id="не координатор"),
        pytest.param(Deed.TAKE, Stage.EXECUTION, ROLES, ["executor"], "", id="исполнитель берёт"),
        pytest.param(Deed.SUBMIT, Stage.EXECUTION, ROLES, ["pos_lead"], "Исполнение", id="не исполнитель"),
        pytest.param(
            Deed.APPROVE, Stage.EXECUTION, ROLES, ["executor"], "Руководитель получателя", id="сам себе"
        ),
        pytest.param(Deed.APPROVE, Stage.APPROVAL, ROLES, ["recipient_head"], "", id="согласующий"),
        pytest.param(
            Deed.APPROVE,
            Stage.EXECUTION,
            NO_APPROVAL,
            ["executor"],
            "",
            id="без согласования",
        ),
        pytest.param(Deed.APPROVE, Stage.COORDINATION, PLAIN, [], "", id="один делает всё"),
    ],
)
def test_who_may_do_what(deed: Deed, present: Stage, manner: StageManner, held: list[str], told: str) -> None:
    said = refusal(deed, present, manner, roles=TITLES, held=held)
    assert (told in said) if told else not said


def test_every_deed_has_a_stage_and_every_stage_a_norm() -> None:
    assert {done_at(deed, ROLES) for deed in Deed} == set(Stage)
    assert done_at(Deed.REFUSE, PLAIN) is Stage.COORDINATION
    assert all(row.norm and row.what for row in STAGES)
    assert [row.stage for row in STAGES if row.optional] == [Stage.MODERATION, Stage.APPROVAL]


@pytest.mark.parametrize(
    ("days", "given", "ground", "told"),
    [
        (30, 0, "", ""), (31, 0, "", "не дальше"), (5, 1, "", "причину"), (5, 1, "Нет асфальта", ""),
        (5, 2, " ", "причину"),
    ],
    ids=["последний день", "днём дальше", "перенос без причины", "перенос с причиной", "пробел не причина"],
)  # fmt: skip
def test_a_postponement(days: int, given: int, ground: str, told: str) -> None:
    def ask() -> None:
        day = TODAY + timedelta(days=days)
        check_postponement(day, PLAIN, today=TODAY, given=given, ground=ground)

    if told:
        with pytest.raises(BadPostponement, match=told):
            ask()
    else:
        ask()


@pytest.mark.parametrize(
    ("promised", "outcome", "evidence", "pictures", "documents", "passes"),
    [
        (True, "measures_taken", "photo", 0, 0, False), (True, "measures_taken", "photo", 1, 0, True),
        (True, "measures_taken", "photo", 0, 1, False), (True, "supported", "photo_or_track", 0, 1, True),
        (True, "explained", "photo", 0, 0, True), (False, "measures_taken", "photo", 0, 0, True),
        (True, "measures_taken", "none", 0, 0, True),
    ],
    ids=["без фото", "с фото", "документ вместо фото", "документ", "разъяснено", "не обещали", "не просят"],
)  # fmt: skip
def test_promised_work_is_confirmed(
    promised: bool, outcome: str, evidence: str, pictures: int, documents: int, passes: bool
) -> None:
    def ask(manner: StageManner) -> None:
        check_confirmation(
            manner, was_promised=promised, outcome=outcome, evidence=evidence, pictures=pictures,
            documents=documents,
        )  # fmt: skip

    ask(StageManner(needs_confirmation=False))
    if passes:
        ask(PLAIN)
    else:
        with pytest.raises(NotConfirmed, match="Приложите"):
            ask(PLAIN)


def test_a_stage_ends_by_working_hours() -> None:
    friday = datetime(2026, 3, 6, 14, 0, tzinfo=UTC)  # 17:00 in Moscow
    moscow = calendar("Europe/Moscow")
    assert ends_at(friday, StageRule(is_on=True), moscow) is None
    assert ends_at(friday, StageRule(is_on=False, hours=4), moscow) is None
    end = ends_at(friday, StageRule(is_on=True, hours=4), moscow)
    assert end == moscow.add_working_hours(friday, 4)
    assert end is not None
    assert end.date() >= date(2026, 3, 9)
