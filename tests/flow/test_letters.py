"""Letters of a case: begun with its facts, frozen under a number, sent with proof that closes an appeal."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from otklik.casework.answers.services import Writing
from otklik.casework.letters import selectors as read
from otklik.casework.letters import services
from otklik.casework.letters.models import Letter
from otklik.casework.letters.rules.kinds import LetterKind
from otklik.casework.letters.rules.paper import Head, Signatory
from otklik.casework.letters.services import BadLetter
from otklik.flow import answer, card, finish, letters
from otklik.flow.letters import BadProof, Sending
from otklik.ground.audit import selectors as audit
from otklik.ground.places import selectors as places
from otklik.register.cases import selectors as cases
from otklik.register.cases.models import Applicant, Case, Post
from tests.builders import NOW, a_case, a_person, a_town
from tests.casework.letters.letters_by_hand import a_picture

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)
LATER = NOW + timedelta(hours=2)
SIGNATORY = Signatory(position="Глава города", name="И. В. Соколов")
GOOD = Writing(text="Здравствуйте, Ольга Петровна! Яму залатали 1 марта.", outcome="measures_taken")
SENT = Sending(number="", sent_on=TODAY, way="post", detail="РПО 41200012345678")


@pytest.fixture
def town():
    return a_town()


@pytest.fixture
def appeal(town):
    case = a_case("Яма у подъезда", town=town, channel="paper", kind="appeal")
    Applicant.objects.filter(id=case.applicant_id).update(address="ул. Садовая, д. 3, кв. 5")
    return cases.by_id(case.id)


def begun(case, kind, **asked):
    found = letters.begin(case.id, LetterKind(kind), today=TODAY, actor_id=None, asked=asked)
    return replace(found.words, signatory=SIGNATORY)


def registered(case, kind="answer", *, words=None, **more):
    return letters.letter(
        case.id, LetterKind(kind), words or begun(case, kind), now=LATER, today=TODAY, actor_id=None, **more
    )


def marked(case, letter_id, told=SENT):
    letters.sent(case.id, letter_id, told, now=LATER, today=TODAY, actor_id=None)


def written(case, writing=GOOD):
    card.keep_draft(case.id, writing, now=NOW, actor_id=None, version=None)


def test_письмо_начинается_с_фактов_дела(town, appeal):
    written(appeal)
    person = a_person(town=town)
    found = letters.begin(appeal.id, LetterKind.ANSWER, today=TODAY, actor_id=person.id)
    assert found.words.addressee == "Мартыновой Ольге Петровне\nул. Садовая, д. 3, кв. 5"
    assert found.words.salutation == "Уважаемая Ольга Петровна!"
    assert found.words.body == "Яму залатали 1 марта."
    assert found.words.executor == "Андреева Софья Павловна"
    assert found.ways[0] == "post"
    notice = begun(appeal, "extension", основание="нужен выезд", срок="1 мая 2026 года")
    assert f"от 02.03.2026 № {appeal.number} продлён до 1 мая 2026 года" in notice.body
    assert "нужен выезд" in notice.body
    unsaid = begun(appeal, "extension")
    assert "{срок}" in unsaid.body
    body = begun(appeal, "forwarding", орган="Министерство транспорта области")
    assert (body.addressee, body.salutation) == ("Министерство транспорта области", "")
    assert {one.code for one in letters.offered(appeal.id)} >= {"court", "termination", "withdrawn"}


def test_номер_даётся_раз_и_письмо_больше_не_меняется(town, appeal):
    written(appeal)
    first = Letter.objects.get(id=registered(appeal))
    assert (first.number, first.signed_by, first.signed_on) == (
        "ОГ-00001/2026",
        "Глава города; И. В. Соколов",
        TODAY,
    )
    pdf = letters.file_of(first.id, appeal.id, "pdf", now=LATER, actor_id=1, ip="")
    assert pdf.startswith(b"%PDF")
    services.save_letterhead(
        municipality_id=town.id, head=Head(body="ГОРОДСКАЯ ДУМА"), signatory=SIGNATORY,
        number_template="{month}/{number}-{year}", has_code=False, now=LATER,
    )  # fmt: skip
    assert letters.file_of(first.id, appeal.id, "pdf", now=LATER, actor_id=1, ip="") == pdf
    assert Letter.objects.get(id=registered(appeal)).number == "03/2-2026"
    registered(appeal, number="03/3-2026")
    with pytest.raises(BadLetter, match="уже дан"):
        registered(appeal, number="03/3-2026")
    assert Letter.objects.get(id=registered(appeal)).number == "03/4-2026"
    done = {line.action for line in audit.of_subject("case", appeal.id)}
    assert done >= {"register_letter", "take_letter"}
    with pytest.raises(LookupError):
        letters.file_of(first.id, appeal.id, "exe", now=LATER, actor_id=1, ip="")
    with pytest.raises(LookupError):
        letters.file_of(first.id, appeal.id + 1, "pdf", now=LATER, actor_id=1, ip="")


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"addressee": " "}, "кому письмо"),
        ({"body": ""}, "заголовок и текст"),
        ({"body": "Ждём до {срок}."}, "{срок}"),
        ({"signatory": Signatory(position="Глава")}, "должность и имя"),
    ],
    ids=["без адресата", "без текста", "пустое место", "без подписи"],
)
def test_неполное_письмо_не_регистрируется(appeal, more, said):
    whole = replace(begun(appeal, "answer"), body="Яму залатали.")
    with pytest.raises(BadLetter, match=said):
        registered(appeal, words=replace(whole, **more))
    assert not Letter.objects.exists()


def test_отправка_только_с_подтверждением_и_один_раз(appeal):
    written(appeal)
    one = registered(appeal)
    for told in (replace(SENT, way=""), replace(SENT, sent_on=None), replace(SENT, sent_on=date(2026, 3, 1))):
        with pytest.raises(BadProof):
            marked(appeal, one, told)
    assert read.proof_of_answer(appeal.id) == ""
    marked(appeal, one)
    assert read.proof_of_answer(appeal.id) == "исх. № ОГ-00001/2026 от 02.03.2026, почтой; РПО 41200012345678"
    with pytest.raises(BadLetter, match="уже отмечена"):
        marked(appeal, one)
    with pytest.raises(BadLetter, match="ещё не отправлено"):
        letters.annul(appeal.id, one, reason="ошибка", now=LATER, actor_id=None)
    wrong = registered(appeal, words=replace(begun(appeal, "answer"), body="Не то."))
    with pytest.raises(BadLetter, match="почему"):
        letters.annul(appeal.id, wrong, reason=" ", now=LATER, actor_id=None)
    letters.annul(appeal.id, wrong, reason="не тот текст", now=LATER, actor_id=None)
    with pytest.raises(BadLetter, match="аннулировано"):
        marked(appeal, wrong)


def test_отправленное_письмо_и_есть_подтверждение_ответа(appeal):
    def approve(proof):
        answer.approve(appeal.id, GOOD, now=LATER, today=TODAY, actor_id=None, proof=proof)

    for vague in ("", "отправили", "№ 12 от 02.03.2026"):
        with pytest.raises(answer.NeedsProof):
            approve(vague)
    written(appeal)
    one = registered(appeal)
    with pytest.raises(answer.NeedsProof):
        approve("")
    marked(appeal, one)
    approve("")
    case = cases.by_id(appeal.id)
    assert case.status == "answered"
    assert cases.posts(case.id)[-1].external_id.startswith("исх. № ОГ-00001/2026 от 02.03.2026, почтой")


def test_обращение_без_подтверждения_не_закрыть(appeal):
    proof = "исх. № 12 от 02.03.2026, почтой"
    answer.approve(appeal.id, GOOD, now=LATER, today=TODAY, actor_id=None, proof=proof)
    Post.objects.filter(case=appeal, kind="answer").update(external_id="", url="")
    with pytest.raises(finish.BadFinish, match="нет подтверждения"):
        finish.close(appeal.id, reason="решено", now=LATER, actor_id=None)
    assert cases.by_id(appeal.id).status == "answered"
    marked(appeal, registered(appeal))
    finish.close(appeal.id, reason="решено", now=LATER, actor_id=None)
    assert cases.by_id(appeal.id).status == "closed"


def test_дело_чужого_реестра_подтверждено_там(appeal):
    proof = "исх. № 12 от 02.03.2026, почтой"
    answer.approve(appeal.id, GOOD, now=LATER, today=TODAY, actor_id=None, proof=proof)
    Post.objects.filter(case=appeal, kind="answer").update(external_id="", url="")
    Case.objects.filter(id=appeal.id).update(system="СЭД области")
    finish.close(appeal.id, reason="решено", now=LATER, actor_id=None)
    assert cases.by_id(appeal.id).status == "closed"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"GIF89a" + b"\0" * 40, "PNG или JPEG|не картинка"),
        (b"<svg/>", "не картинка"),
        (b"\x89PNG\r\n\x1a\n", "не картинка"),
        (a_picture(20, 20), "мелкий"),
        (a_picture(4100, 60), "велик"),
        (a_picture() + b"\0" * 1_000_001, "1 МБ"),
    ],
    ids=["gif", "svg", "обрывок", "мелкая", "огромная", "тяжёлая"],
)
def test_герб_проверяют(content, said):
    with pytest.raises(BadLetter, match=said):
        services.check_arms(content)


def test_бланк_города_стоит_на_письме(town, appeal):
    picture = a_picture()
    services.save_letterhead(
        municipality_id=town.id, head=Head(body="АДМИНИСТРАЦИЯ ЗАРЕЧЬЯ"), signatory=SIGNATORY,
        number_template="И-{number}/{year}", has_code=True, arms=picture, now=NOW,
    )  # fmt: skip
    view = read.letterhead(places.municipality(town.id))
    assert (view.head.arms, view.head.arms_type, view.head.body) == (picture, "png", "АДМИНИСТРАЦИЯ ЗАРЕЧЬЯ")
    (page,) = letters.sample(view, today=TODAY)
    assert page.startswith(b"\x89PNG")
    with pytest.raises(BadLetter, match="номера"):
        services.save_letterhead(
            municipality_id=town.id,
            head=view.head,
            signatory=SIGNATORY,
            number_template="И",
            has_code=True,
            now=NOW,
        )
    broken = replace(view, head=replace(view.head, arms=picture[:60]))
    with pytest.raises(BadLetter, match="испорчена"):
        letters.sample(broken, today=TODAY)


def test_слова_письма_город_меняет_и_возвращает(town, appeal):
    kind = LetterKind.REGISTRATION
    services.save_wording(
        municipality_id=town.id, kind=kind, subject="О приёме", text="Приняли {номер}.", now=NOW
    )
    words = begun(appeal, kind)
    assert (words.subject, words.body) == ("О приёме", f"Приняли {appeal.number}.")
    usual = letters.BY_CODE[kind]
    services.save_wording(municipality_id=town.id, kind=kind, subject=usual.subject, text=usual.text, now=NOW)
    assert read.own_wordings(town.id) == frozenset()
    with pytest.raises(BadLetter):
        services.save_wording(municipality_id=town.id, kind=kind, subject=" ", text="x", now=NOW)
