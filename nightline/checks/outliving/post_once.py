"""`post_once`: one mail for a job, also when its message comes twice at the same time."""

from __future__ import annotations

from nightline.checks.outliving import SET
from nightline.checks.outliving import twice_mistakes as twice_mistakes
from nightline.checks.outliving.office import prepare, was_a_plan
from nightline.checks.outliving.twice_rounds import MOST_TRIES, POSTING, Round, Seen, play
from nightline.checks.views.reading import uses
from nightline.judging.evidence import Evidence
from nightline.judging.findings import Finding, Requirement, count, met, missed, shown
from nightline.judging.task import Task
from nightline.judging.trial import Trial


def _posts(evidence: Evidence) -> Finding:
    seen: Seen = evidence.result
    expected = f"One mail, {shown(seen.wanted)}, and True."
    if seen.is_plan:
        return was_a_plan(evidence, expected)
    if not seen.alone.mails:
        return missed("A waiting job came, and no mail was posted.", expected, "no-mail")
    if len(seen.alone.mails) > 1:
        did = f"One delivery, {count(len(seen.alone.mails), 'mail')}."
        return missed(did, expected, "two-in-one-delivery")
    if seen.alone.mails[0] != seen.wanted:
        if seen.alone.others:
            return _other_job(seen.alone.others)
        return missed(f"You posted {shown(seen.alone.mails[0])}.", expected, "another-mail")
    if seen.alone.results[0] is not True:
        key = _no_bool(seen.alone)
        return missed(f"You returned {shown(seen.alone.results[0])}.", expected, key)
    return met("One delivery, one mail.")


def _no_bool(delivery: Round) -> str:
    """What is wrong with a result that is not the bool it should be."""
    (result,) = delivery.results or ("",)
    if result is None:
        return "nothing-returned"
    is_number = isinstance(result, int) and not isinstance(result, bool)
    return "number-for-true" if is_number else "not-true-or-false-of-work"


def _other_job(others: tuple[str, str]) -> Finding:
    did = f"One message came, about one job. Another job went from `{others[0]}` to `{others[1]}`."
    return missed(did, "Other jobs stay as they are.", "other-jobs-changed")


def _others(evidence: Evidence) -> Finding | None:
    seen: Seen = evidence.result
    if seen.is_plan:
        return None
    for delivery in (seen.alone, seen.again, *seen.elsewhere, seen.unknown, seen.failed):
        if delivery.others:
            return _other_job(delivery.others)
    for delivery, state in zip(seen.elsewhere, ("running", "done"), strict=True):
        if not delivery.mails and delivery.state != state:
            did = f"Somebody else had the job: it was `{state}`. You left it, and set `{delivery.state}`."
            return missed(did, f"It stays `{state}`.", "not-yours-changed")
    return met("Only the job of the message was changed.")


def _again(evidence: Evidence) -> Finding | None:
    seen: Seen = evidence.result
    if seen.is_plan or not seen.alone.mails:
        return None
    expected = "No mail, and False."
    if seen.again.mails:
        did = (
            f"The job was {shown(seen.alone.state)}, its message came again, and you posted again."
        )
        key = "taken-without-looking" if seen.alone.state == "done" else "job-not-done"
        return missed(did, expected, key)
    for other, state in zip(seen.elsewhere, ("running", "done"), strict=True):
        if other.mails:
            did = f"Another process had this job: its state was `{state}`. You posted all the same."
            key = "remembered-in-the-process" if _remembers(seen) else "state-not-asked"
            return missed(did, expected, key)
    if seen.alone.state != "done":
        did = f"After its mail, the job's state is `{seen.alone.state}`."
        return missed(did, "`done`.", "job-not-done")
    if not seen.reset.mails:
        did = "The staff set the job back to `waiting`, and no mail was posted."
        return missed(did, "One mail: the row says what is to do.", "remembered-in-the-process")
    if not any(result is False for result in seen.again.results):
        said = shown(seen.again.results[0]) if seen.again.results else "an error"
        return missed(f"The second time you returned {said}.", expected, _no_bool(seen.again))
    if not any(result is False for result in seen.unknown.results):
        said = f"`{seen.unknown.error}`" if seen.unknown.error else shown(seen.unknown.results[0])
        did = f"For a number that no job has, the outcome was {said}."
        return missed(did, "False.", "unknown-job")
    return met("A second delivery posts nothing.")


def _remembers(seen: Seen) -> bool:
    return not seen.reset.mails


def _fails(evidence: Evidence) -> Finding | None:
    seen: Seen = evidence.result
    if seen.is_plan or not seen.alone.mails:
        return None
    expected = "ConnectionError comes out, and the next delivery posts the mail."
    if seen.failed.tries > MOST_TRIES:
        did = f"The mail server was away, and in one delivery you asked it {MOST_TRIES} times."
        return missed(did, expected, "tries-in-one-delivery")
    if not seen.failed.error:
        did = f"The mail server was away, and you returned {shown(seen.failed.results[0])}."
        return missed(did, expected, "failed-mail-hidden")
    if not seen.after.mails:
        did = f"The mail server was away. Afterwards the job said `{seen.failed.state}`, and its "
        did += "next delivery posted no mail."
        key = "job-not-given-back" if seen.failed.state == "running" else "given-back-in-no-state"
        return missed(did, expected, key)
    return met("After a failure the next delivery posts the mail.")


def _together(evidence: Evidence) -> Finding | None:
    seen: Seen = evidence.result
    if seen.is_plan or not seen.alone.mails:
        return None
    for both in seen.together:
        expected = "One mail, one True and one False."
        did = f"The second delivery came to another worker {both.point} of the first."
        did = did.replace(f"{POSTING} of the first", "while the first one posted the mail")
        if len(both.mails) > 1:
            did = f"{did} {count(len(both.mails), 'mail')}."
            locked = uses(evidence, "Lock", "RLock")
            return missed(did, expected, "lock-of-one-process" if locked else "looked-then-took")
        if both.stuck:
            did = f"{did} There it stood still, and no transaction was open."
            return missed(did, expected, "lock-of-one-process")
        if not both.mails:
            return missed(f"{did} No mail at all.", expected, "both-stepped-back")
        if sorted(map(str, both.results)) != ["False", "True"]:
            did = f"{did} The results were {shown(both.results)}."
            return missed(did, expected, "not-true-or-false-of-work")
    return met(f"Two deliveries together, at {count(len(seen.together), 'moment')}: one mail each.")


def _running(evidence: Evidence) -> Finding | None:
    seen: Seen = evidence.result
    if seen.is_plan or not seen.alone.states:
        return None
    state, outside = seen.alone.states[0]
    if state == "running" != outside:
        did = f"While the mail was on its way, everybody else still read `{outside}`."
        return missed(did, "`running`, for everybody.", "taken-unseen")
    if state != "running":
        did = f"While the mail was on its way, the job said `{state}`."
        key = "done-too-early" if state == "done" else "looked-then-took"
        return missed(did, "`running`.", key)
    return met("While the mail is on its way, the job says `running`.")


POST_ONCE = Task(
    name="post_once",
    set=SET,
    level="core",
    minutes=12,
    trials=(Trial("one message, several deliveries", play, prepare=prepare, limit=8.0),),
    requirements=(
        Requirement("Posts the mail of a waiting job", _posts),
        Requirement("Leaves other jobs alone", _others),
        Requirement("A second delivery posts nothing", _again),
        Requirement("Two deliveries together post one mail", _together),
        Requirement("The job says what is happening", _running),
        Requirement("A failure can be tried again", _fails),
    ),
    hints=(
        "Write down when each of two workers reads the state, and when it writes it. Where can the second one "
        "come between?",
        "Look and write in one query: `filter(…).update(…)` changes only rows that fit, and returns how many.",
        "Who changed one row from waiting to running has the job; who changed none returns False.",
        "Around the mail, `try`. In the `except`, set the state back to waiting and `raise`. After it, set it "
        "to done.",
    ),
    why=(
        "The `UPDATE` looks and takes in one step, so the database lets one worker win. Whoever fails gives "
        "the job back, so that a later delivery can try again."
    ),
    reflect="Before you go on, say what happens to a job whose worker is killed while it posts.",
)
