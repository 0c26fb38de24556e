"""Wrong and unusual right answers to set 21, Work that outlives the page."""

from __future__ import annotations

from tests.answers import Right, Wrong


def order(*lines: str) -> str:
    """`order_print` with this body."""
    return "def order_print(ticket):\n" + "".join(f"    {line}\n" for line in lines)


ORDER_PRINT = [
    Wrong(
        "order_print", "no-json", order("return print_ticket.enqueue(ticket, booked=ticket.booked)")
    ),
    Wrong(
        "order_print",
        "no-json",
        order("return print_ticket.enqueue(ticket.pk, booked=ticket.booked)"),
    ),
    Wrong(
        "order_print",
        "no-json",
        order("return print_ticket.enqueue(ticket, booked=ticket.booked.isoformat())"),
    ),
    Wrong(
        "order_print",
        "ticket-not-by-key",
        order("return print_ticket.enqueue(str(ticket), booked=ticket.booked.isoformat())"),
    ),
    Wrong(
        "order_print",
        "ticket-not-by-key",
        order("return print_ticket.enqueue(ticket.reference, ticket.booked.isoformat())"),
    ),
    Wrong(
        "order_print",
        "moment-not-iso",
        order("return print_ticket.enqueue(ticket.pk, booked=ticket.booked.timestamp())"),
    ),
    Wrong("order_print", "moment-not-iso", order("return print_ticket.enqueue(ticket.pk)")),
    Wrong(
        "order_print",
        "moment-without-zone",
        order('return print_ticket.enqueue(ticket.pk, f"{ticket.booked:%Y-%m-%dT%H:%M:%S}")'),
    ),
    Wrong(
        "order_print",
        "receipt-not-returned",
        order("print_ticket.enqueue(ticket.pk, booked=ticket.booked.isoformat())"),
    ),
    Wrong(
        "order_print",
        "a-method-of-celery",
        order("return print_ticket.delay(ticket.pk, booked=ticket.booked.isoformat())"),
    ),
    Wrong(
        "order_print",
        "done-in-the-page",
        order("return print_ticket(ticket.pk, booked=ticket.booked.isoformat())"),
    ),
    Wrong(
        "order_print",
        "done-in-the-page",
        order("return print_ticket.func(ticket.pk, booked=ticket.booked.isoformat())"),
    ),
    Wrong(
        "order_print",
        "plain-function-wanted",
        """
async def order_print(ticket):
    return await print_ticket.aenqueue(ticket.pk, booked=ticket.booked.isoformat())
""",
    ),
    Wrong(
        "order_print",
        "message-again",
        order(
            "print_ticket.enqueue(ticket.pk, booked=ticket.booked.isoformat())",
            "return print_ticket.enqueue(ticket.pk, booked=ticket.booked.isoformat())",
        ),
    ),
    Wrong(
        "order_print",
        "another-moment",
        "from datetime import datetime, timezone\n\n"
        + order(
            "return print_ticket.enqueue(ticket.pk, booked=datetime.now(timezone.utc).isoformat())"
        ),
    ),
    Wrong(
        "order_print",
        "moment-without-time",
        order("return print_ticket.enqueue(ticket.pk, booked=ticket.booked.date().isoformat())"),
    ),
    Wrong(
        "order_print",
        "plan-of-a-message",
        order("return print_ticket.aenqueue(ticket.pk, booked=ticket.booked.isoformat())"),
    ),
    Wrong(
        "order_print",
        "message-refused-caught",
        order(
            "try:",
            "    return print_ticket.enqueue(ticket.pk, booked=ticket.booked)",
            "except TypeError:",
            "    return None",
        ),
    ),
    Wrong(
        "order_print",
        "another-error-out",
        order("if ticket.booked:", '    raise ValueError("a datetime")'),
    ),
    Right(
        "order_print", order("return print_ticket.enqueue(ticket.id, ticket.booked.isoformat())")
    ),
    Right(
        "order_print",
        order("return print_ticket.enqueue(ticket=ticket.pk, booked=str(ticket.booked))"),
    ),
    Right(
        "order_print",
        order(
            'message = {"ticket": ticket.pk, "booked": ticket.booked.isoformat(timespec="seconds")}',
            "receipt = print_ticket.enqueue(**message)",
            "return receipt",
        ),
    ),
]


def sale(*lines: str) -> str:
    """`sell_and_print` with this body."""
    head = "def sell_and_print(train, traveller, passenger, charge):\n"
    return head + "".join(f"    {line}\n" for line in lines)


BOOK = "ticket = desk.book(train, None, traveller, passenger)"
PAY = "charge(ticket)"
TELL = "transaction.on_commit(lambda: print_ticket.enqueue(ticket.pk))"
NOW = "print_ticket.enqueue(ticket.pk)"
BLOCK = "with transaction.atomic():"


def block(*lines: str) -> tuple[str, ...]:
    return (BLOCK, *(f"    {line}" for line in lines))


SELL_AND_PRINT = [
    Wrong("sell_and_print", "told-inside", sale(*block(BOOK, PAY, NOW), "return ticket")),
    Wrong("sell_and_print", "told-inside", sale(*block(BOOK, NOW, PAY), "return ticket")),
    Wrong(
        "sell_and_print", "told-before-the-caller", sale(*block(BOOK, PAY), NOW, "return ticket")
    ),
    Wrong(
        "sell_and_print",
        "told-at-once",
        sale(*block(BOOK, PAY, TELL.replace("lambda: ", "")), "return ticket"),
    ),
    Wrong("sell_and_print", "sold-before-paid", sale(BOOK, PAY, TELL, "return ticket")),
    Wrong(
        "sell_and_print",
        "sold-before-paid",
        sale(
            BOOK,
            "try:",
            "    charge(ticket)",
            "except ConnectionError:",
            "    ticket.delete()",
            "    raise",
            TELL,
            "return ticket",
        ),
    ),
    Wrong(
        "sell_and_print",
        "refused-card-hidden",
        sale(
            "try:",
            *(f"    {line}" for line in block(BOOK, PAY, TELL)),
            "except ConnectionError:",
            "    return None",
            "return ticket",
        ),
    ),
    Wrong(
        "sell_and_print",
        "refusal-caught-inside",
        sale(
            *block(
                BOOK,
                "try:",
                "    charge(ticket)",
                "except ConnectionError:",
                "    return ticket",
                TELL,
            ),
            "return ticket",
        ),
    ),
    Wrong(
        "sell_and_print",
        "charged-after-commit",
        sale(*block(BOOK, "transaction.on_commit(lambda: charge(ticket))", TELL), "return ticket"),
    ),
    Wrong("sell_and_print", "never-charged", sale(*block(BOOK, TELL), "return ticket")),
    Wrong(
        "sell_and_print",
        "charge-got-no-ticket",
        sale(*block("charge(traveller)", BOOK, TELL), "return ticket"),
    ),
    Wrong(
        "sell_and_print",
        "sold-before-paid",
        sale(*block(BOOK), PAY, TELL, "return ticket"),
    ),
    Wrong("sell_and_print", "nothing-returned", sale(*block(BOOK, PAY, TELL))),
    Wrong("sell_and_print", "never-told", sale(*block(BOOK, PAY), "return ticket")),
    Wrong("sell_and_print", "message-again", sale(*block(BOOK, PAY, TELL, TELL), "return ticket")),
    Wrong(
        "sell_and_print",
        "durable-inside",
        sale(
            "with transaction.atomic(durable=True):",
            f"    {BOOK}",
            f"    {PAY}",
            f"    {TELL}",
            "return ticket",
        ),
    ),
    Wrong(
        "sell_and_print",
        "no-json",
        sale(*block(BOOK, PAY, TELL.replace("ticket.pk", "ticket")), "return ticket"),
    ),
    Wrong(
        "sell_and_print",
        "ticket-not-by-key",
        sale(*block(BOOK, PAY, TELL.replace("ticket.pk", "ticket.reference")), "return ticket"),
    ),
    Wrong(
        "sell_and_print",
        "another-sale",
        sale(*block(BOOK.replace("passenger", "traveller.username"), PAY, TELL), "return ticket"),
    ),
    Wrong("sell_and_print", "not-the-booking", sale(*block(BOOK, PAY, TELL), "return ticket.pk")),
    Wrong(
        "sell_and_print",
        "on-commit-no-function",
        sale(*block(BOOK, PAY, "transaction.on_commit(ticket.pk)"), "return ticket"),
    ),
    Wrong(
        "sell_and_print",
        "plain-function-wanted",
        "async " + sale(*block(BOOK, PAY, TELL), "return ticket"),
    ),
    Wrong(
        "sell_and_print",
        "charged-again",
        sale(
            *block(BOOK, "try:", f"    {PAY}", "except ConnectionError:", f"    {PAY}", TELL),
            "return ticket",
        ),
    ),
    Wrong(
        "sell_and_print",
        "told-by-a-thread",
        "import threading\n\n"
        + sale(
            *block(
                BOOK,
                PAY,
                "worker = threading.Thread(target=print_ticket.enqueue, args=(ticket.pk,))",
                "transaction.on_commit(worker.start)",
            ),
            "return ticket",
        ),
    ),
    Wrong(
        "sell_and_print",
        "told-inside",
        "import threading\n\n"
        + sale(
            *block(
                BOOK,
                PAY,
                "worker = threading.Thread(target=print_ticket.enqueue, args=(ticket.pk,))",
                "worker.start()",
                "worker.join()",
            ),
            "return ticket",
        ),
    ),
    Wrong(
        "sell_and_print",
        "refusal-caught-inside",
        sale(
            "problem = None",
            *block(
                BOOK,
                "try:",
                f"    {PAY}",
                "except ConnectionError as error:",
                "    problem = error",
                TELL,
            ),
            "if problem is not None:",
            "    raise problem",
            "return ticket",
        ),
    ),
    Wrong(
        "sell_and_print",
        "good-card-failed",
        sale(
            *block(BOOK, "if not charge(ticket):", "    raise ConnectionError", TELL),
            "return ticket",
        ),
    ),
    Wrong(
        "sell_and_print",
        "ticket-read-late",
        "last = {}\n\n"
        + sale(
            *block(
                'last["ticket"] = ' + BOOK.removeprefix("ticket = "),
                'charge(last["ticket"])',
                'transaction.on_commit(lambda: print_ticket.enqueue(last["ticket"].pk))',
                'return last["ticket"]',
            ),
        ),
    ),
    Wrong(
        "sell_and_print",
        "message-empty",
        sale(*block(BOOK, PAY, "transaction.on_commit(print_ticket.enqueue)"), "return ticket"),
    ),
    Wrong(
        "sell_and_print",
        "atomic-not-called",
        sale(*block(BOOK, PAY, TELL), "return ticket").replace("atomic()", "atomic"),
    ),
    Wrong(
        "sell_and_print",
        "charge-got-no-ticket",
        sale(*block(BOOK, "charge()", TELL), "return ticket"),
    ),
    Wrong(
        "sell_and_print",
        "another-error-out",
        sale(
            *block(
                BOOK,
                "try:",
                f"    {PAY}",
                "except ConnectionError:",
                '    raise ValueError("refused")',
                TELL,
            ),
            "return ticket",
        ),
    ),
    Wrong(
        "sell_and_print",
        "commit-by-hand",
        sale(*block(BOOK, PAY, "transaction.commit()", NOW), "return ticket"),
    ),
    Wrong(
        "sell_and_print",
        "no-savepoint",
        sale(*block(BOOK, PAY, TELL), "return ticket").replace(
            "atomic()", "atomic(savepoint=False)"
        ),
    ),
    Right(
        "sell_and_print",
        sale(
            *block(
                BOOK,
                "try:",
                f"    {PAY}",
                "except ConnectionError as error:",
                "    raise ConnectionError from error",
                TELL,
            ),
            "return ticket",
        ),
    ),
    Right(
        "sell_and_print",
        "import threading\n\n"
        + sale(
            *block(BOOK, PAY),
            "def tell():",
            "    worker = threading.Thread(target=print_ticket.enqueue, args=(ticket.pk,))",
            "    worker.start()",
            "    worker.join()",
            "transaction.on_commit(tell)",
            "return ticket",
        ),
    ),
    Right(
        "sell_and_print",
        "@transaction.atomic\n"
        + sale(
            BOOK,
            "transaction.on_commit(partial(print_ticket.enqueue, ticket.pk))",
            PAY,
            "return ticket",
        ),
    ),
    Right(
        "sell_and_print",
        sale(
            *block(BOOK, PAY),
            TELL.replace("ticket.pk)", "ticket.pk), robust=True"),
            "return ticket",
        ),
    ),
    Right(
        "sell_and_print",
        sale(
            "point = transaction.atomic()",
            "point.__enter__()",
            "try:",
            f"    {BOOK}",
            f"    {PAY}",
            "except BaseException as error:",
            "    point.__exit__(type(error), error, error.__traceback__)",
            "    raise",
            "point.__exit__(None, None, None)",
            "",
            "def tell():",
            f"    {NOW}",
            "",
            "transaction.on_commit(tell)",
            "return ticket",
        ),
    ),
]


def once(*lines: str) -> str:
    """`post_once` with this body."""
    return "def post_once(job):\n" + "".join(f"    {line}\n" for line in lines)


GET = "found = Job.objects.filter(pk=job).first()"
TAKE = "if not Job.objects.filter(pk=job, state=State.WAITING).update(state=State.RUNNING):"
NO = "    return False"
READ = "subject = Job.objects.get(pk=job).subject"
TICKET = "ticket = Booking.objects.get(reference=subject)"
POST = "post(ticket.traveller.email, subject)"
DONE = "Job.objects.filter(pk=job).update(state=State.DONE)"
BACK = "Job.objects.filter(pk=job).update(state=State.WAITING)"
TRY = ("try:", f"    {POST}", "except ConnectionError:", f"    {BACK}", "    raise")

POST_ONCE = [
    Wrong(
        "post_once",
        "looked-then-took",
        once(
            GET,
            "if found is None or found.state != State.WAITING:",
            NO,
            "found.state = State.RUNNING",
            "found.save()",
            READ,
            TICKET,
            *TRY,
            DONE,
            "return True",
        ),
    ),
    Wrong(
        "post_once",
        "looked-then-took",
        once(
            GET,
            "if found is None or found.state != State.WAITING:",
            NO,
            READ,
            TICKET,
            POST,
            DONE,
            "return True",
        ),
    ),
    Wrong(
        "post_once",
        "job-not-given-back",
        once(TAKE, NO, READ, TICKET, POST, DONE, "return True"),
    ),
    Wrong(
        "post_once",
        "failed-mail-hidden",
        once(
            TAKE,
            NO,
            READ,
            TICKET,
            "try:",
            f"    {POST}",
            "except Exception:",
            f"    {BACK}",
            "    return False",
            DONE,
            "return True",
        ),
    ),
    Wrong(
        "post_once",
        "taken-without-looking",
        once(
            TAKE.replace(", state=State.WAITING", ""), NO, READ, TICKET, *TRY, DONE, "return True"
        ),
    ),
    Wrong("post_once", "job-not-done", once(TAKE, NO, READ, TICKET, *TRY, "return True")),
    Wrong(
        "post_once",
        "done-too-early",
        once(TAKE.replace("RUNNING", "DONE"), NO, READ, TICKET, *TRY, "return True"),
    ),
    Wrong("post_once", "nothing-returned", once(TAKE, "    return", READ, TICKET, *TRY, DONE)),
    Wrong(
        "post_once",
        "remembered-in-the-process",
        "seen = set()\n\n"
        + once(
            "if job in seen or not Job.objects.filter(pk=job).exists():",
            NO,
            "seen.add(job)",
            "Job.objects.filter(pk=job).update(state=State.RUNNING)",
            READ,
            TICKET,
            "try:",
            f"    {POST}",
            "except ConnectionError:",
            "    seen.discard(job)",
            "    raise",
            DONE,
            "return True",
        ),
    ),
    Wrong(
        "post_once",
        "lock-of-one-process",
        "import threading\nlock = threading.Lock()\n\n"
        + once(
            "with lock:",
            f"    {GET}",
            "    if found is None or found.state != State.WAITING:",
            "        return False",
            "    Job.objects.filter(pk=job).update(state=State.RUNNING)",
            READ,
            TICKET,
            *TRY,
            DONE,
            "return True",
        ),
    ),
    Wrong(
        "post_once",
        "unknown-job",
        once(
            "if Job.objects.get(pk=job).state == State.DONE:",
            NO,
            TAKE,
            NO,
            READ,
            TICKET,
            *TRY,
            DONE,
            "return True",
        ),
    ),
    Wrong(
        "post_once",
        "another-mail",
        once(TAKE, NO, READ, TICKET, 'post("Ada", subject)', DONE, "return True"),
    ),
    Wrong("post_once", "job-is-a-number", once("if job.state == State.DONE:", NO, "return True")),
    Wrong(
        "post_once",
        "booking-not-fetched",
        once(TAKE, NO, READ, "post(subject.traveller.email, subject)", DONE, "return True"),
    ),
    Wrong("post_once", "plain-function-wanted", "async " + once(TAKE, NO, "return True")),
    Wrong(
        "post_once",
        "taken-unseen",
        once(
            "with transaction.atomic():",
            f"    {TAKE}",
            "        return False",
            f"    {READ}",
            f"    {TICKET}",
            f"    {POST}",
            f"    {DONE}",
            "return True",
        ),
    ),
    Wrong(
        "post_once",
        "other-jobs-changed",
        once(TAKE, NO, READ, TICKET, *TRY, DONE.replace("filter(pk=job)", "all()"), "return True"),
    ),
    Wrong(
        "post_once",
        "other-jobs-changed",
        once(TAKE, NO, READ, TICKET, *TRY, DONE, "return True").replace(
            BACK, BACK.replace("filter(pk=job)", "all()")
        ),
    ),
    Wrong(
        "post_once",
        "other-jobs-changed",
        once(
            "found = Job.objects.filter(state=State.WAITING).first()",
            "if found is None or not Job.objects.filter("
            "pk=found.pk, state=State.WAITING).update(state=State.RUNNING):",
            NO,
            "subject = found.subject",
            TICKET,
            *(line.replace("pk=job", "pk=found.pk") for line in TRY),
            DONE.replace("pk=job", "pk=found.pk"),
            "return True",
        ),
    ),
    Wrong(
        "post_once",
        "not-yours-changed",
        once(TAKE, f"    {BACK}", NO, READ, TICKET, *TRY, DONE, "return True"),
    ),
    Wrong(
        "post_once",
        "another-mail",
        once(TAKE, NO, READ, 'post("ada@nightline.example", subject)', DONE, "return True"),
    ),
    Wrong(
        "post_once",
        "another-mail",
        once(TAKE, NO, READ, "ticket = Booking.objects.first()", *TRY, DONE, "return True"),
    ),
    Wrong(
        "post_once",
        "tries-in-one-delivery",
        once(
            TAKE,
            NO,
            READ,
            TICKET,
            "while True:",
            "    try:",
            f"        {POST}",
            "        break",
            "    except ConnectionError:",
            "        time.sleep(1)",
            DONE,
            "return True",
        ),
    ),
    Wrong(
        "post_once",
        "given-back-in-no-state",
        once(TAKE, NO, READ, TICKET, *TRY, DONE, "return True").replace(
            BACK, BACK.replace("WAITING", "FAILED")
        ),
    ),
    Wrong(
        "post_once",
        "given-back-in-no-state",
        once(
            TAKE, NO, READ, TICKET, "try:", f"    {POST}", "finally:", f"    {DONE}", "return True"
        ),
    ),
    Wrong(
        "post_once",
        "number-for-true",
        once(TAKE, "    return 0", READ, TICKET, *TRY, DONE, "return 1"),
    ),
    Wrong(
        "post_once",
        "post-wants-two",
        once(TAKE, NO, READ, "post(subject)", DONE, "return True"),
    ),
    Wrong(
        "post_once",
        "booking-not-by-job",
        once(
            TAKE, NO, READ, "ticket = Booking.objects.get(pk=job + 1000)", *TRY, DONE, "return True"
        ),
    ),
    Wrong(
        "post_once",
        "job-get-raises",
        once(
            "found = Job.objects.get(pk=job, state=State.WAITING)",
            "subject = found.subject",
            TICKET,
            "found.state = State.RUNNING",
            "found.save()",
            *TRY,
            DONE,
            "return True",
        ),
    ),
    Wrong(
        "post_once",
        "another-error-out",
        once(TAKE, '    raise RuntimeError("not mine")', READ, TICKET, *TRY, DONE, "return True"),
    ),
    Right(
        "post_once",
        once(
            TAKE,
            NO,
            READ,
            TICKET,
            "for left in (2, 1, 0):",
            "    try:",
            f"        {POST}",
            "        break",
            "    except ConnectionError:",
            "        if not left:",
            f"            {BACK}",
            "            raise",
            "        time.sleep(1)",
            DONE,
            "return True",
        ),
    ),
    Right(
        "post_once",
        once(
            "with transaction.atomic():",
            "    found = Job.objects.select_for_update().filter(pk=job).first()",
            "    if found is None or found.state != State.WAITING:",
            "        return False",
            "    found.state = State.RUNNING",
            "    found.save()",
            "subject = found.subject",
            TICKET,
            *TRY,
            "found.state = State.DONE",
            "found.save()",
            "return True",
        ),
    ),
    Right(
        "post_once",
        once(
            "mine = Job.objects.filter(pk=job, state=State.WAITING).update(state=State.RUNNING)",
            "if mine == 0:",
            NO,
            READ,
            TICKET,
            "posted = False",
            "try:",
            f"    {POST}",
            "    posted = True",
            "finally:",
            "    state = State.DONE if posted else State.WAITING",
            "    Job.objects.filter(pk=job).update(state=state)",
            "return posted",
        ),
    ),
]


def trying(*lines: str) -> str:
    """`keep_trying` with this body."""
    head = "async def keep_trying(work, tries, first, longest):\n"
    return head + "".join(f"    {line}\n" for line in lines)


OFFICIAL = (
    "wait = first",
    "for left in range(tries - 1, -1, -1):",
    "    pause = wait",
    "    try:",
    "        async with asyncio.timeout(longest):",
    "            return await work()",
    "    except (ConnectionError, TimeoutError) as error:",
    "        if not left:",
    "            raise",
    "        if isinstance(error, Busy):",
    "            pause = max(wait, error.seconds)",
    "    await asyncio.sleep(pause)",
    "    wait *= 2",
)


def changed(old: str, new: str) -> str:
    """The official body with one text replaced."""
    body = trying(*OFFICIAL)
    assert old in body, old
    return body.replace(old, new)


KEEP_TRYING = [
    Wrong("keep_trying", "same-pause", changed("    wait *= 2", "    wait = first")),
    Wrong("keep_trying", "no-pause", changed("await asyncio.sleep(pause)", "pass")),
    Wrong("keep_trying", "blocking-sleep", changed("await asyncio.sleep", "time.sleep")),
    Wrong("keep_trying", "another-pause", changed("wait *= 2", "wait += first")),
    Wrong("keep_trying", "one-try-too-many", changed("range(tries - 1,", "range(tries,")),
    Wrong("keep_trying", "gave-up-early", changed("range(tries - 1,", "range(tries - 3,")),
    Wrong(
        "keep_trying",
        "failure-swallowed",
        changed("            raise\n", "            return None\n"),
    ),
    Wrong(
        "keep_trying",
        "not-the-last-error",
        changed("            raise\n", '            raise ConnectionError("gave up") from error\n'),
    ),
    Wrong(
        "keep_trying",
        "waited-after-the-end",
        changed(
            "            raise\n", "            await asyncio.sleep(pause)\n                raise\n"
        ),
    ),
    Wrong("keep_trying", "busy-not-believed", changed("max(wait, error.seconds)", "wait")),
    Wrong("keep_trying", "busy-shortens", changed("max(wait, error.seconds)", "error.seconds")),
    Wrong(
        "keep_trying",
        "busy-changes-the-rest",
        changed("pause = max(wait, error.seconds)", "pause = wait = max(wait, error.seconds)"),
    ),
    Wrong(
        "keep_trying",
        "try-without-end",
        changed("asyncio.timeout(longest)", "asyncio.timeout(None)"),
    ),
    Wrong(
        "keep_trying",
        "other-error-caught",
        changed("except (ConnectionError, TimeoutError)", "except Exception"),
    ),
    Wrong(
        "keep_trying",
        "empty-taken-for-failure",
        changed(
            "            return await work()",
            "            if result := await work():\n                    return result\n"
            '                raise ConnectionError("nothing")',
        ),
    ),
    Wrong(
        "keep_trying",
        "swallowed-cancel",
        changed("TimeoutError)", "TimeoutError, asyncio.CancelledError)"),
    ),
    Wrong(
        "keep_trying",
        "result-of-work-lost",
        changed("return await work()", "await work()\n            return True"),
    ),
    Wrong(
        "keep_trying",
        "coroutine-as-value",
        changed("return await work()", "return work().result()"),
    ),
    Wrong(
        "keep_trying",
        "failure-swallowed",
        trying(
            "wait = first",
            "for number in range(tries):",
            "    try:",
            "        async with asyncio.timeout(longest):",
            "            return await work()",
            "    except Busy as error:",
            "        await asyncio.sleep(max(wait, error.seconds))",
            "    except (ConnectionError, TimeoutError):",
            "        if number == tries - 1:",
            "            raise",
            "        await asyncio.sleep(wait)",
            "    wait *= 2",
        ),
    ),
    Wrong(
        "keep_trying", "file-error-caught", changed("(ConnectionError, TimeoutError)", "OSError")
    ),
    Wrong(
        "keep_trying",
        "timeout-ends-all",
        changed("(ConnectionError, TimeoutError)", "ConnectionError"),
    ),
    Wrong(
        "keep_trying",
        "failure-swallowed",
        changed(
            "    await asyncio.sleep(pause)",
            "    except_none = None\n        await asyncio.sleep(pause)",
        )
        .replace(
            "(ConnectionError, TimeoutError) as error",
            "TimeoutError:\n            return None\n        except ConnectionError as error",
        )
        .replace("        except_none = None\n", ""),
    ),
    Wrong(
        "keep_trying",
        "no-pause",
        changed(
            "    await asyncio.sleep(pause)",
            "    if not failed_slowly:\n            await asyncio.sleep(pause)",
        ).replace(
            "            if not left:",
            "            failed_slowly = isinstance(error, TimeoutError)\n            if not left:",
        ),
    ),
    Wrong(
        "keep_trying",
        "pause-counts-the-try",
        changed(
            "    await asyncio.sleep(pause)", "    await asyncio.sleep(pause - 0.1 * slow)"
        ).replace(
            "            if not left:",
            "            slow = isinstance(error, TimeoutError)\n            if not left:",
        ),
    ),
    Wrong(
        "keep_trying",
        "bound-for-all",
        trying(
            "wait = first",
            "async with asyncio.timeout(longest):",
            "    for left in range(tries - 1, -1, -1):",
            "        try:",
            "            return await work()",
            "        except ConnectionError as error:",
            "            if not left:",
            "                raise",
            "            told = error.seconds if isinstance(error, Busy) else 0",
            "        await asyncio.sleep(max(wait, told))",
            "        wait *= 2",
        ),
    ),
    Wrong(
        "keep_trying",
        "busy-not-counted",
        changed(
            "    wait *= 2",
            "    if not busy:\n            wait *= 2",
        ).replace(
            "            if not left:",
            "            busy = isinstance(error, Busy)\n            if not left:",
        ),
    ),
    Wrong(
        "keep_trying",
        "not-a-coroutine",
        "def keep_trying(work, tries, first, longest):\n"
        "    for _ in range(tries):\n"
        "        try:\n"
        "            return work()\n"
        "        except ConnectionError:\n"
        "            time.sleep(first)\n",
    ),
    Wrong(
        "keep_trying",
        "pause-before-first",
        trying(
            "for left in range(tries - 1, -1, -1):",
            "    await asyncio.sleep(first)",
            "    try:",
            "        async with asyncio.timeout(longest):",
            "            return await work()",
            "    except (ConnectionError, TimeoutError):",
            "        if not left:",
            "            raise",
            "    first *= 2",
        ),
    ),
    Wrong(
        "keep_trying",
        "timeout-renamed",
        changed(
            "            raise\n",
            "            if isinstance(error, TimeoutError):\n"
            '                    raise ConnectionError("too slow") from error\n'
            "                raise\n",
        ),
    ),
    Wrong("keep_trying", "no-try", trying("pass")),
    Wrong("keep_trying", "name-unknown", trying("return await works()")),
    Wrong(
        "keep_trying",
        "bound-without-async",
        changed("async with asyncio.timeout", "with asyncio.timeout"),
    ),
    Wrong(
        "keep_trying",
        "seconds-of-every-error",
        changed("if isinstance(error, Busy):", "if error.seconds:"),
    ),
    Wrong(
        "keep_trying",
        "name-gone-after-except",
        changed("            if not left:\n                raise\n", "").replace(
            "        wait *= 2\n", "        wait *= 2\n    raise error\n"
        ),
    ),
    Wrong(
        "keep_trying",
        "another-error-out",
        changed("            raise\n", '            raise RuntimeError("gave up")\n'),
    ),
    Right(
        "keep_trying",
        changed("async with asyncio.timeout(longest):", "if True:").replace(
            "await work()", "await asyncio.wait_for(work(), longest)"
        ),
    ),
    Right(
        "keep_trying",
        trying(
            "failed = 0",
            "while True:",
            "    try:",
            "        return await asyncio.wait_for(work(), timeout=longest)",
            "    except (ConnectionError, asyncio.TimeoutError) as error:",
            "        failed += 1",
            "        if failed >= tries:",
            "            raise",
            '        told = getattr(error, "seconds", 0)',
            "    await asyncio.sleep(max(told, first * 2 ** (failed - 1)))",
        ),
    ),
    Right(
        "keep_trying",
        trying(
            "try:",
            "    async with asyncio.timeout(longest):",
            "        return await work()",
            "except Busy as busy:",
            "    if tries == 1:",
            "        raise",
            "    pause = max(first, busy.seconds)",
            "except (ConnectionError, TimeoutError):",
            "    if tries == 1:",
            "        raise",
            "    pause = first",
            "await asyncio.sleep(pause)",
            "return await keep_trying(work, tries - 1, 2 * first, longest)",
        ),
    ),
]

ANSWERS = [*ORDER_PRINT, *SELL_AND_PRINT, *POST_ONCE, *KEEP_TRYING]
