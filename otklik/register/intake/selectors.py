"""Reading accounts, column plans and runs of imports."""

from otklik.register.intake.models import ChannelAccount, ColumnPlan, ImportRun, InboundRecord


def accounts(municipality_id: int) -> list[ChannelAccount]:
    return list(ChannelAccount.objects.filter(municipality_id=municipality_id))


def account(municipality_id: int, code: str) -> ChannelAccount | None:
    return ChannelAccount.objects.filter(municipality_id=municipality_id, code=code).first()


def account_by_id(account_id: int) -> ChannelAccount:
    return ChannelAccount.objects.get(id=account_id)


def plans(municipality_id: int) -> list[ColumnPlan]:
    return list(ColumnPlan.objects.filter(municipality_id=municipality_id))


def plan(municipality_id: int, title: str) -> ColumnPlan | None:
    return ColumnPlan.objects.filter(municipality_id=municipality_id, title=title).first()


def run(run_id: int) -> ImportRun | None:
    return ImportRun.objects.select_related("account").filter(id=run_id).first()


def runs(municipality_id: int, *, most: int = 30) -> list[ImportRun]:
    return list(ImportRun.objects.filter(municipality_id=municipality_id).order_by("-id")[:most])


def raw_body(record_case_id: int) -> str | None:
    """The raw message a case came from."""
    rows = InboundRecord.objects.filter(case_id=record_case_id).order_by("id")
    return rows.values_list("body", flat=True).first()
