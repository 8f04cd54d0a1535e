"""`otklik work`, `poll`, `nightly`: the work that nobody waits for at a screen."""

import os

import click

from otklik.doors.jobs.speaking import PARTLY, say, tell, with_json
from otklik.doors.jobs.stopping import listening
from otklik.flow import channels, deliveries, nightly
from otklik.kernel import clock

PAUSE = 1.0


@click.command("work")
@click.option("--once", is_flag=True, help="Сделать, что назрело, и закончить.")
@with_json
def work(once: bool, as_json: bool) -> None:
    """Обработчик очереди: отправка ответов, загрузки, обучение, обновление показателей."""
    worker = f"{os.uname().nodename[:20]}-{os.getpid()}"
    done = 0
    with listening() as ear:
        nightly.begin(now=clock.now())
        while not ear.is_told:
            taken = deliveries.turn(worker=worker, now=clock.now, is_stopping=lambda: ear.is_told)
            done += taken
            if once:
                break
            if not taken:
                ear.rest(PAUSE)
    if once or as_json:
        tell({"ok": True, "done": done}, as_json=as_json, line=f"Сделано работ: {done}")


@click.command("poll")
@with_json
def poll(as_json: bool) -> None:
    """Забрать новые сообщения из каналов, которые нужно опрашивать."""
    result = channels.poll_all(now=clock.now())
    for one in result:
        say(f"{one.title}: {one.taken} новых{', ошибка: ' + one.error if one.error else ''}", as_json=as_json)
    failed = sum(bool(one.error) for one in result)
    tell(
        {
            "ok": not failed,
            "accounts": len(result),
            "failed": failed,
            "taken": sum(one.taken for one in result),
        },
        as_json=as_json,
        line=f"Опрошено каналов: {len(result)}, с ошибкой: {failed}",
    )
    raise SystemExit(0 if not failed else 1 if failed == len(result) else PARTLY)


@click.command("nightly")
@with_json
def night(as_json: bool) -> None:
    """Ночные работы: показатели, уплотнение, уборка."""
    nightly.run(now=clock.now())
    tell({"ok": True}, as_json=as_json, line="Ночные работы выполнены.")


COMMANDS = {"work": work, "poll": poll, "nightly": night}
