"""Background work: ordered with the sale, done once, by real workers in this process."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test.utils import override_settings
from django.utils import timezone

from minisite.board.models import State as TrainState
from minisite.board.reporting import report
from minisite.booking import desk
from minisite.booking.models import Booking
from minisite.work import choices, jobs, orders, workers
from minisite.work.models import DelayMail, Job, Kind, State, TicketFile
from tests.site.shop import Browser, train

SYSTEMS = {"celery": workers.celery_worker, "django": workers.tasks_worker}


@pytest.fixture(autouse=True)
def _clean(sold: None) -> Iterator[None]:
    yield
    Job.objects.all().delete()


@pytest.fixture
def letters(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str, str]]:
    """Mails that were sent: to whom, subject, text."""
    sent: list[tuple[str, str, str]] = []

    def send(subject: str, text: str, *, from_email: None, recipient_list: list[str]) -> None:
        sent.append((recipient_list[0], subject, text))

    monkeypatch.setattr(jobs, "send_mail", send)
    return sent


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Jobs of which a worker was told. No message leaves."""
    told: list[int] = []
    monkeypatch.setattr(orders, "send", lambda job: bool(told.append(job)) or True)
    return told


def person(name: str = "ada", mail: str = "ada@nightline.example") -> User:
    return User.objects.create(username=name, email=mail, password="!")


def finished(job: Job, seconds: float = 20) -> Job:
    """The job when it is over."""
    end = time.monotonic() + seconds
    while not job.is_over and time.monotonic() < end:
        time.sleep(0.02)
        job.refresh_from_db()
    return job


@pytest.mark.parametrize("system", SYSTEMS)
def test_a_real_worker_makes_tickets_and_writes_mails(
    system: str, letters: list[tuple[str, str, str]]
) -> None:
    night, ada = train(2), person()
    with override_settings(WORK=system), SYSTEMS[system]():
        ticket = desk.book(night.pk, None, ada)
        job = finished(Job.objects.get(subject=ticket.reference))
        assert (job.state, job.done, job.total, job.tries) == ("done", 3, 3, 1)
        assert bytes(TicketFile.objects.get(booking=ticket).content).startswith(b"%PDF-")
        made = report(night.pk, TrainState.DELAYED, delay=20)
        mails = finished(Job.objects.get(kind=Kind.MAILS))
    assert (mails.state, mails.subject, mails.done) == ("done", str(made.pk), 1)
    ((to, subject, text),) = letters
    assert to == "ada@nightline.example"
    assert subject.endswith("is 20 minutes late")
    assert ticket.reference in text


def test_celery_gives_a_result_to_whoever_waits_for_it() -> None:
    ticket = desk.book(train(1).pk, None, person())
    with workers.celery_worker():
        from minisite.work.celery_tasks import issue_ticket

        job = orders.order(Kind.TICKET, ticket.reference)
        assert issue_ticket.delay(job.pk).get(timeout=20) == "done"
        assert issue_ticket.delay(job.pk).get(timeout=20) == "done already"
        with pytest.raises(RuntimeError, match="already"), workers.celery_worker():
            pass


def test_a_worker_is_told_after_the_commit_and_not_before(sent: list[int]) -> None:
    ticket = desk.book(train(1).pk, None, person())
    with transaction.atomic():
        job = orders.order(Kind.TICKET, ticket.reference)
        assert orders.order(Kind.TICKET, ticket.reference) == job
        assert sent == []
    assert sent == [job.pk]


def test_what_is_rolled_back_was_never_ordered(sent: list[int]) -> None:
    night, ada = train(1), person()
    with override_settings(WORK="celery"):
        with transaction.atomic():
            desk.book(night.pk, None, ada)
            transaction.set_rollback(True)
        assert (sent, Job.objects.count(), Booking.objects.count()) == ([], 0, 0)
        desk.book(night.pk, None, ada)
    assert len(sent) == Job.objects.count() == 1


def test_where_nobody_works_nothing_is_ordered() -> None:
    night = train(1)
    desk.book(night.pk, None, person())
    report(night.pk, TrainState.DELAYED, delay=5)
    assert not Job.objects.exists()


def test_good_news_needs_no_mail(sent: list[int]) -> None:
    night = train(1)
    with override_settings(WORK="celery"):
        report(night.pk, TrainState.BOARDING)
        assert sent == []
        report(night.pk, TrainState.CANCELLED)
    assert len(sent) == 1


def test_a_message_that_comes_twice_does_its_work_once(
    letters: list[tuple[str, str, str]],
) -> None:
    from tests.site.test_desk import in_threads

    night = train(6)
    for number in range(6):
        desk.book(night.pk, None, person(f"p{number}", f"p{number}@nightline.example"))
    made = report(night.pk, TrainState.CANCELLED)
    job = orders.order(Kind.MAILS, made.pk)
    said = in_threads(lambda _: jobs.run(job.pk), 6)
    assert said.count("done") == 1
    assert set(said) <= {"done", "done already", "somebody else does it"}
    assert jobs.run(job.pk) == "done already"
    assert sorted(to for to, _, _ in letters) == [f"p{n}@nightline.example" for n in range(6)]
    assert jobs.run(10**9) == "unknown"


def test_a_worker_that_fails_half_way_is_followed_by_one_that_does_the_rest(
    letters: list[tuple[str, str, str]], monkeypatch: pytest.MonkeyPatch, sent: list[int]
) -> None:
    night = train(3)
    for number in range(3):
        desk.book(night.pk, None, person(f"p{number}", f"p{number}@nightline.example"))
    made = report(night.pk, TrainState.DELAYED, delay=10)
    job = orders.order(Kind.MAILS, made.pk)
    good = jobs.send_mail

    def bad(subject: str, text: str, **more: Any) -> None:
        if more["recipient_list"] == ["p1@nightline.example"]:
            raise OSError("the mail server is away")
        good(subject, text, **more)

    monkeypatch.setattr(jobs, "send_mail", bad)
    with pytest.raises(OSError, match="away"):
        jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.done, job.says) == ("failed", 1, "It could not be made: OSError.")
    monkeypatch.setattr(jobs, "send_mail", good)
    DelayMail.objects.filter(sent=None).update(claimed=timezone.now() - timedelta(minutes=5))
    assert orders.order(Kind.MAILS, made.pk).state == State.WAITING
    assert len(sent) == 2
    assert jobs.run(job.pk) == "done"
    assert sorted(to for to, _, _ in letters) == [f"p{n}@nightline.example" for n in range(3)]


def test_lost_messages_and_dead_workers_are_found(sent: list[int]) -> None:
    ticket = desk.book(train(1).pk, None, person())
    job = orders.order(Kind.TICKET, ticket.reference)
    Job.objects.filter(pk=job.pk).update(state=State.RUNNING)
    assert (jobs.run(job.pk), jobs.lost()) == ("somebody else does it", [])
    Job.objects.filter(pk=job.pk).update(touched=timezone.now() - timedelta(minutes=5))
    assert jobs.lost() == [job.pk]
    assert workers.send_again() == 1
    assert sent == [job.pk, job.pk]
    assert jobs.run(job.pk) == "done"
    assert jobs.lost() == []


def test_a_broker_that_is_away_loses_no_sale(monkeypatch: pytest.MonkeyPatch) -> None:
    from minisite.work import celery_tasks

    def away(*_: Any, **__: Any) -> None:
        raise ConnectionError("away")

    night = train(1)
    monkeypatch.setattr(celery_tasks.issue_ticket, "apply_async", away)
    with override_settings(WORK="celery"):
        ticket = desk.book(night.pk, None, person())
    assert Job.objects.get(subject=ticket.reference).state == State.WAITING


def test_without_workers_the_page_makes_the_pdf_itself() -> None:
    ada, client, stranger = person(), Browser(), Browser()
    ticket = desk.book(train(1).pk, None, ada, "Łucja Żak")
    client.force_login(ada)
    stranger.force_login(person("grace"))
    address = f"/tickets/{ticket.reference}/"
    assert "Make a PDF" in client.get(address).content.decode()
    assert client.get(f"{address}ticket.pdf").status_code == 404
    assert stranger.post(f"{address}make/").status_code == 404
    page = client.post(f"{address}make/", follow=True)
    assert "Ticket as a PDF" in page.content.decode()
    answer = client.get(f"{address}ticket.pdf")
    assert (answer.status_code, answer["content-type"]) == (200, "application/pdf")
    assert answer.content.startswith(b"%PDF-")
    assert b"DejaVu" in answer.content, "a font that has these letters"
    for who in (stranger, Browser()):
        assert who.get(f"{address}ticket.pdf").status_code in (302, 404)


def test_only_the_traveller_and_the_staff_see_a_job(sent: list[int]) -> None:
    ada = person()
    ticket = desk.book(train(1).pk, None, ada)
    job = orders.order(Kind.TICKET, ticket.reference)
    seen = []
    for user in (ada, User.objects.create_superuser("conductor"), person("grace"), None):
        client = Browser()
        if user:
            client.force_login(user)
        found = {client.get(f"/api/{way}/{job.pk}/").status_code for way in ("jobs", "jobs-sync")}
        seen += [*found]
        if user == ada:
            page = client.get(f"/tickets/{ticket.reference}/").content.decode()
            assert f'data-job="/jobs/{job.pk}/progress/"' in page
            assert client.get(f"/api/jobs/{job.pk}/").json()["says"] == "waiting"
            assert client.get(f"/jobs/{job.pk}/progress/").status_code == 503, "under WSGI"
    assert seen == [200, 200, 404, 404]
    staff = Browser()
    staff.force_login(User.objects.get(username="conductor"))
    assert staff.get("/staff/work/job/").status_code == 200


def test_the_progress_of_a_job_is_streamed_until_it_is_over(
    monkeypatch: pytest.MonkeyPatch, sent: list[int]
) -> None:
    from minisite.work import views

    ticket = desk.book(train(1).pk, None, person())
    job = orders.order(Kind.TICKET, ticket.reference)

    async def main() -> list[tuple[str, int]]:
        shown = []
        async for part in views._events(job.pk, job.as_json()):
            if part.startswith(b":"):
                continue
            data = json.loads(part.decode().split("data: ")[1])
            shown.append((data["state"], data["done"]))
            if len(shown) == 1:
                await Job.objects.filter(pk=job.pk).aupdate(state="running", done=1, total=3)
            elif len(shown) == 2:
                await Job.objects.filter(pk=job.pk).aupdate(state="done", done=3)
        return shown

    with override_settings(WORK_LOOK=0.02):
        assert asyncio.run(main()) == [("waiting", 0), ("running", 1), ("done", 3)]


def test_the_command_says_what_it_needs(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(CommandError, match="Set NIGHTLINE_WORK"):
        call_command("work")
    with override_settings(WORK="celery"):
        with pytest.raises(CommandError, match="never reach another process"):
            call_command("work")
        call_command("work", "--again")
    assert "Sent again: 0." in capsys.readouterr().out


def test_choices_that_cannot_be(tmp_path: Any) -> None:
    with pytest.raises(ImproperlyConfigured, match="NIGHTLINE_WORK"):
        choices.system({"NIGHTLINE_WORK": "cron"})
    with pytest.raises(ImproperlyConfigured, match="smtp://host:port"):
        choices.mail_settings({"NIGHTLINE_MAIL": "smtp://host"}, "")
    assert choices.celery_settings({}, "")["broker_url"].startswith("memory:")
    assert choices.celery_settings({}, "redis://x")["broker_url"] == "redis://x"
    found = choices.celery_settings({"NIGHTLINE_BROKER": str(tmp_path / "b")}, "")
    assert found["broker_url"].startswith("filesystem:")
    assert not (tmp_path / "b").exists(), "a setting makes nothing"


def test_a_kernel_that_uses_no_socket_and_no_task_loads_neither() -> None:
    code = (
        "import sys; from nightline import database, serve; database.setup(); serve();"
        "print([name for name in ('celery', 'channels', 'twisted', 'fpdf') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert (done.stdout, done.stderr) == ("[]\n", "")
