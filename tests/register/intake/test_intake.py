"""What came in is kept once; accounts, tokens, plans and runs of imports."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from otklik.ground.audit.models import Entry
from otklik.register.intake import selectors, services
from otklik.register.intake.models import ImportRun, InboundRecord
from otklik.register.intake.services import Raw, TakenOver, Verdict
from tests.builders import NOW, a_town

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)


@pytest.fixture
def town():
    return a_town()


@pytest.fixture
def account(town):
    return selectors.account(town.id, "webform")


def raw(name, text="Яма", *, at=NOW, more=""):
    body = json.dumps({"inbound": {"text": text}, "more": more}, ensure_ascii=False)
    return Raw(name, body, at, text)


def compared(account, *raws):
    return services.compare(account.id, raws, now=LATER)


def test_a_new_message_is_new_once_even_within_one_batch(account):
    assert compared(account, raw("1"), raw("2"), raw("1")) == [
        Verdict(None, is_new=True, is_changed=False),
        Verdict(None, is_new=True, is_changed=False),
        Verdict(None, is_new=False, is_changed=False),
    ]
    assert not InboundRecord.objects.exists()


def test_a_kept_message_is_known_by_its_case(account):
    services.keep(account.id, [(raw("1"), 7)], now=NOW)
    assert compared(account, raw("1")) == [Verdict(7, is_new=False, is_changed=False)]
    assert selectors.raw_body(7) == raw("1").body
    assert selectors.raw_body(8) is None


def test_a_changed_message_renews_its_copy(account):
    services.keep(account.id, [(raw("1"), 7)], now=NOW)
    changed = raw("1", more="ответили")
    assert compared(account, changed) == [Verdict(7, is_new=False, is_changed=True)]
    assert selectors.raw_body(7) == changed.body
    assert InboundRecord.objects.get().kept_at == LATER
    assert compared(account, changed) == [Verdict(7, is_new=False, is_changed=False)]


def test_another_message_under_the_same_id_is_foreign_and_replaces_nothing(account):
    services.keep(account.id, [(raw("1"), 7)], now=NOW)
    (verdict,) = compared(account, raw("1", "Фонарь", at=LATER))
    assert (verdict.is_foreign, verdict.is_new, verdict.is_changed) == (True, False, False)
    assert selectors.raw_body(7) == raw("1").body


def test_the_same_id_of_another_account_is_another_message(account, town):
    services.keep(account.id, [(raw("1"), 7)], now=NOW)
    assert compared(selectors.account(town.id, "demo"), raw("1"))[0].is_new


def test_the_base_itself_keeps_a_message_once(account):
    services.keep(account.id, [(raw("1"), 7)], now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        services.keep(account.id, [(raw("1"), 8)], now=NOW)
    assert InboundRecord.objects.count() == 1


def test_an_account_is_opened_once_and_edited_in_its_own_town(account, town):
    again = services.open_account(
        municipality_id=town.id, kind="webform", code="webform", title="Другая", stream="pos", now=NOW
    )
    assert (again.id, again.title) == (account.id, "Форма на сайте")
    told = {"title": " Сайт ", "stream": "digital", "is_active": False, "now": NOW}
    with pytest.raises(type(account).DoesNotExist):
        services.edit_account(account.id, municipality_id=town.id + 1, **told)
    services.edit_account(account.id, municipality_id=town.id, **told)
    assert selectors.account(town.id, "webform").title == "Сайт"
    assert selectors.open_account(town.id, "webform") is None
    assert Entry.objects.filter(action="edit_account").count() == 1


def test_a_token_opens_its_account_until_the_next_one(account, town):
    assert not selectors.has_token(account)
    first = services.issue_token(account.id, now=NOW, actor_id=None)
    assert selectors.account_of_token(first).id == account.id
    second = services.issue_token(account.id, now=NOW)
    assert selectors.account_of_token(first) is None
    assert selectors.account_of_token(second).code == "webform"
    kept = selectors.account(town.id, "webform")
    assert selectors.has_token(kept)
    assert second.rpartition("_")[2] not in json.dumps(kept.settings)
    assert Entry.objects.filter(action="issue_token").count() == 2


def test_a_token_leaves_the_other_settings_alone(account, town):
    services.set_adapter(account.id, "demo")
    services.issue_token(account.id, now=NOW)
    assert selectors.account(town.id, "webform").settings["adapter"] == "demo"


def test_a_token_of_a_closed_account_opens_nothing(account, town):
    token = services.issue_token(account.id, now=NOW)
    services.edit_account(
        account.id, municipality_id=town.id, title="Форма", stream="digital", is_active=False, now=NOW
    )
    assert selectors.account_of_token(token) is None


@pytest.mark.parametrize(
    "change",
    [lambda t: "", lambda t: t[4:], lambda t: t[:-1], lambda t: t.replace("otk_", "otk_9", 1),
     lambda t: "otk_" + "9" * 30 + "_x", lambda t: "otk_１_x", lambda t: "otk_1_", lambda t: "otk_1_\ud800"],
    ids=["пусто", "без начала", "короче", "чужой", "огромный", "цифра не та", "без тайны", "полбуквы"],
)  # fmt: skip
def test_a_wrong_token_opens_nothing(account, change):
    token = services.issue_token(account.id, now=NOW)
    assert selectors.account_of_token(change(token)) is None


def test_a_plan_of_columns_is_kept_by_its_name(town):
    for column in ("Дата", "Поступило"):
        services.save_plan(
            municipality_id=town.id, title=" ЕДДС ", body={"date": column}, now=NOW, actor_id=None
        )
    (plan,) = selectors.plans(town.id)
    assert (plan.title, plan.body) == ("ЕДДС", {"date": "Поступило"})
    assert selectors.plan(town.id, "ЕДДС").id == plan.id
    assert selectors.plan(a_town("nearby", title="Город Соседний").id, "ЕДДС") is None


def begun(account, **told):
    values = {"file_digest": "a" * 64, "layout": "registry", "plan": {"text": "Текст"}} | told
    return services.begin_run(
        municipality_id=account.municipality_id, account_id=account.id, file_name="реестр.csv",
        file_path="реестр.csv", rows_total=100, now=NOW, **values,
    )  # fmt: skip


def test_an_interrupted_run_of_the_same_file_goes_on(account):
    first = begun(account)
    assert (first.state, first.rows_total, first.is_over) == ("waiting", 100, False)
    services.note_run(first.id, state="stopped", rows_read=40)
    again = begun(account)
    assert (again.id, again.rows_read) == (first.id, 40)
    others = {begun(account, file_digest="b" * 64).id, begun(account, plan={"text": "Суть"}).id}
    assert len(others | {first.id}) == 3
    services.note_run(first.id, state="done")
    assert begun(account).id not in others | {first.id}


def test_a_stop_is_asked_of_what_runs_or_waits(account, town):
    run = begun(account)
    assert not services.ask_to_stop(run.id, municipality_id=town.id + 1)
    assert services.ask_to_stop(run.id, municipality_id=town.id)
    assert selectors.run(run.id).state == "stopped"
    assert not services.ask_to_stop(run.id, municipality_id=town.id)
    services.note_run(run.id, state="running")
    assert services.ask_to_stop(run.id, municipality_id=town.id)
    assert selectors.run(run.id).state == "stopping"
    services.note_run(run.id, state="done")
    assert not services.ask_to_stop(run.id, municipality_id=town.id)
    assert selectors.run(run.id).is_over


def test_counters_of_a_batch_are_written_with_it_and_once(account):
    run = begun(account)
    with services.counting(run.id, after=0, rows=10, rejected=1) as tally:
        tally.update({"added": 4, "joined": 1, "updated": 2, "unchanged": 1, "foreign": 1})
    found = selectors.run(run.id)
    assert (found.rows_read, found.added, found.updated, found.unchanged) == (10, 5, 2, 1)
    assert found.rejected == 2
    with pytest.raises(TakenOver), services.counting(run.id, after=0, rows=10, rejected=0) as tally:
        services.keep(account.id, [(raw("1"), 7)], now=NOW)
    assert not InboundRecord.objects.exists()
    assert selectors.run(run.id) == found


def test_new_topics_of_a_run_are_told_once_each(account):
    run = begun(account)
    services.note_topics(run.id, ["Ямы", "Снег"])
    services.note_topics(run.id, ["Снег", "Лёд"])
    assert selectors.run(run.id).new_topics == ["Ямы", "Снег", "Лёд"]


def test_runs_are_told_newest_first_and_of_their_town_alone(account, town):
    first, second = begun(account), begun(account, file_digest="b" * 64)
    assert [one.id for one in selectors.runs(town.id)] == [second.id, first.id]
    assert [one.id for one in selectors.runs(town.id, most=1)] == [second.id]
    assert selectors.runs(town.id + 1) == []
    with pytest.raises(ImportRun.DoesNotExist):
        selectors.run(10**9)


def test_a_cursor_is_remembered(account):
    services.move_cursor(account.id, "42")
    assert selectors.account_by_id(account.id).cursor == "42"


def test_the_digest_is_of_the_body_alone():
    assert raw("1").digest == replace(raw("2"), received_at=LATER).digest
    assert raw("1").digest != raw("1", "Фонарь").digest
