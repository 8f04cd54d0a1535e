"""Writes `docs/data.md`: the dictionary of the lake, from the fact and what is told of it here."""

import sys
from dataclasses import MISSING, fields
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "docs" / "data.md"
HEAD = """# Data dictionary of the lake

One row a case: `analytics.values.CaseFact`. The lake is Parquet in the folder `lake` of the data folder,
parted by municipality and month of registration; anything that reads Parquet reads it. It holds nothing
personal: no names, texts, telephones or house numbers. It can be deleted and rebuilt at any time:
`otklik lake rebuild`. The columns and their types are made by `docs/make_data.py` from the code; a test
holds the two equal.

Instants are UTC, without a zone in the file; days are in the zone of the municipality. Empty text means
unknown or not yet; NULL means the same for numbers and times.

| column | type | empty | meaning |
|---|---|---|---|
"""
TAIL = """
## Reading it elsewhere

`manifest.json` names the files that make up the lake now: `base` (the months) and `fresh` (cases changed
since; its rows win, a `deleted` one takes its case out). Other files are left for readers that began before
the last change. After `otklik nightly` there is nothing fresh, and the months alone are the whole lake:

```python
import duckdb, json, pathlib

lake = pathlib.Path("var/lake")
months = [str(lake / name) for name in json.loads((lake / "manifest.json").read_text())["base"]]
print(duckdb.from_parquet(months).aggregate("topic_group, count(*) AS cases").order("cases DESC"))
```
"""
MEANING = {
    "case_id": "the key of the case in the register",
    "number": "the registration number shown to people",
    "municipality": "code of the municipality",
    "kind": "`appeal` (59-ФЗ) or `message`",
    "stream": "the reporting stream: `59fz`, `pos`, `digital`, `hotline`; the indicators count by it",
    "channel": "kind of the channel it came by: `webform`, `phone`, `incident` …",
    "system": "the information system it was worked in, as the card names it (indicators 17–20)",
    "status": "where the case stands (`cases.rules.Status`)",
    "outcome": "the result of the consideration (`messages.Outcome`)",
    "topic_code": "code of the topic in the town's catalog",
    "topic_group": "title of the group of topics",
    "topic_title": "title of the topic",
    "block_code": "code of the sector block of the case's topic",
    "recipient_id": "key of the responsible recipient",
    "recipient_title": "title of the recipient at the time of writing",
    "recipient_in_centre": "the recipient belongs to the centre; other cases are in no report",
    "district_code": "code of the district",
    "settlement": "title of the settlement",
    "lat_cell": "H3 cell of resolution 8 (about 0.7 km²); never a house",
    "is_significant_topic": "the topic has a sector block of the centre",
    "received_on": "day the message came",
    "registered_at": "instant of registration",
    "registered_on": "day of registration; decides the month of the case",
    "routed_at": "instant it went to the recipient",
    "taken_at": "instant the recipient took it in work",
    "first_answer_at": "instant of the first answer, interim included",
    "answered_at": "instant of the final answer",
    "closed_at": "instant it was taken off control",
    "done_on": "day of the final answer, or of closing where there was none",
    "due_at": "the end of the main term in force",
    "promised_on": "day promised by an interim answer",
    "is_fast_track": "the topic was on the fast track at registration and a rule chose the route",
    "fast_track_due_at": "the end of the fast-track term",
    "auto_delivered": "reached the final executor without a manual hop",
    "road_map_done": "belongs to a road map with at least one step carried out",
    "proof": "`none`, `photo` or `track`",
    "rating": "the citizen's mark, 1–5",
    "is_repeat": "the same person has written of the same before",
    "reopened_count": "how many times it was reopened",
    "hops": "how many times it was passed on by hand",
    "returned_count": "how many times a draft was sent back",
    "urgency": "0 usual, 1 urgent, 2 danger",
    "version": "grows with each change of the case",
    "updated_at": "instant of the last change",
    "deleted": "the case is gone; the row takes it out of the lake",
}


def text() -> str:
    """The document as it must be; raises KeyError for a column without a meaning."""
    sys.path.insert(0, str(ROOT))
    from otklik.insight.analytics.columns import COLUMNS
    from otklik.insight.analytics.values import CaseFact

    lines = [
        f"| `{field.name}` | {COLUMNS[field.name]} | {_empty(field.default)} | {MEANING[field.name]} |"
        for field in fields(CaseFact)
    ]
    return HEAD + "\n".join(lines) + "\n" + TAIL


def _empty(default: object) -> str:
    if default is MISSING:
        return "never"
    return {None: "NULL", "": "empty text"}.get(default, f"`{default}`".lower())


if __name__ == "__main__":
    TARGET.write_text(text())
