"""What goes wrong when a message comes twice, one entry each."""

from __future__ import annotations

from nightline.checks.outliving import SET
from nightline.checks.outliving.office import TWICE
from nightline.judging.diagnoses import Diagnosis, register
from nightline.judging.errors import know_error

register(
    Diagnosis(
        "looked-then-took",
        "look, then take",
        "You read the state in one query and wrote it in a later one, or not before the mail. Between the "
        "two another worker reads the same state.",
        "Can one query look and write? What does it return, and what does that tell you?",
        "21",
        TWICE,
    ),
    Diagnosis(
        "taken-without-looking",
        "a job taken whatever its state",
        "Your write changes the row in any state. So every worker that comes believes it has the job.",
        "Which rows does your `update` fit? Which should it fit?",
        "21",
        TWICE,
    ),
    Diagnosis(
        "state-not-asked",
        "a state that was not asked for",
        "The row said that this job is not waiting. Somebody else does it, or has done it.",
        "In which one state may you take a job?",
        "21",
        TWICE,
    ),
    Diagnosis(
        "remembered-in-the-process",
        "a memory that only this process has",
        "You remember in a variable what was done. The other worker is another process, and has another "
        "memory. After a restart yours is empty too.",
        "What do all workers see? Keep it there.",
        "21",
        TWICE,
    ),
    Diagnosis(
        "lock-of-one-process",
        "a lock that only this process has",
        "A lock of `threading` holds up the threads of one process. The other worker is another process, "
        "and never meets your lock.",
        "What do both workers share? Let that decide who has the job.",
        "21",
        TWICE,
    ),
    Diagnosis(
        "job-not-given-back",
        "a job that nobody gets any more",
        "You had taken the job, then the mail failed, and the job still said that somebody is at work. So "
        "later deliveries left it alone.",
        "What must the state be when the error leaves your function? Where do you set it?",
        "21",
        TWICE,
    ),
    Diagnosis(
        "failed-mail-hidden",
        "a failure that nobody hears of",
        "The mail did not go out, and the queue believes that all is well. It will not deliver the "
        "message again.",
        "After you have cleaned up, which word passes the error on?",
        "21",
        TWICE,
    ),
    Diagnosis(
        "given-back-in-no-state",
        "a job in a state that nobody takes",
        "The mail had failed, and you left the job in a state that is not yours to take. Later deliveries leave "
        "it alone.",
        "In which state must a job be, so that your own function takes it?",
        "21",
        TWICE,
    ),
    Diagnosis(
        "tries-in-one-delivery",
        "one delivery that tries for ever",
        "Your worker stands here as long as the mail server is away, and does nothing else. The queue delivers "
        "again by itself, if it hears of the failure.",
        "What if you try once only? How does the queue hear that it failed?",
        "21",
        TWICE,
    ),
    Diagnosis(
        "other-jobs-changed",
        "a change of somebody else's job",
        "The message names one job, and your query fits others too. They belong to other travellers.",
        "Which rows does each of your queries fit? Does each of them say which job?",
    ),
    Diagnosis(
        "not-yours-changed",
        "a job set back that was not yours",
        "Another worker does this job, or has done it. What you write into its row frees it for a second mail.",
        "What may a worker write that did not get the job?",
        "21",
        TWICE,
    ),
    Diagnosis(
        "taken-unseen",
        "a job taken in a transaction that is still open",
        "Nobody sees what you wrote before your transaction is committed, and the mail is posted inside it. All "
        "other writers wait for your mail server too.",
        "Which of your queries need one transaction? Is a single `update` not whole by itself?",
        "21",
        "Not before the commit",
    ),
    Diagnosis(
        "number-for-true",
        "a number in place of True or False",
        "The caller asks for True or False. `update()` returns how many rows it changed, a number.",
        "What does `bool()` of your number give?",
    ),
    Diagnosis(
        "post-wants-two",
        "a mail without an address",
        "`post(address, subject)` wants both: to whom the mail goes, and its subject.",
        "Which row knows the address? How do you come from the job to it?",
    ),
    Diagnosis(
        "booking-not-by-job",
        "a booking with the number of a job",
        "Jobs and bookings have numbers of their own. The job says in its `subject` which booking it is about.",
        "Which field of a `Booking` is equal to the job's `subject`?",
    ),
    Diagnosis(
        "job-get-raises",
        "get, where no row may fit",
        "`get` raises an error if no row fits. Here that is no error: somebody else has the job, or there is none.",
        "Which call changes rows that fit, and only counts them?",
        "21",
        TWICE,
    ),
    Diagnosis(
        "job-not-done",
        "a job that does not say it is done",
        "The mail is out, and the row does not say so. Whoever looks at it later believes that it waits, "
        "or that somebody is still at work.",
        "Which state belongs after the mail? Does your change reach the database?",
    ),
    Diagnosis(
        "done-too-early",
        "done before it is done",
        "The row says that the mail is out, and it is not. If the worker is killed now, nobody will ever "
        "send it.",
        "Which state says that somebody is at work?",
        "21",
        TWICE,
    ),
    Diagnosis(
        "both-stepped-back",
        "both workers stepped back",
        "Each of the two saw that the other one was there, and left it the job.",
        "Who decides between them? Let one query of the database do it.",
    ),
    Diagnosis(
        "no-mail",
        "no mail",
        "The job waited, and afterwards no mail was out.",
        "Print what your query returns for a waiting job. Which branch does your code take?",
    ),
    Diagnosis(
        "another-mail",
        "another mail than asked",
        "The mail goes to the address of the booking's traveller, and its subject is the reference.",
        "Print the two values before the call of `post`. Compare them with the docstring.",
    ),
    Diagnosis(
        "two-in-one-delivery",
        "two mails at one delivery",
        "One call of your function posted more than one mail.",
        "How often does your code come to the call of `post`?",
    ),
    Diagnosis(
        "not-true-or-false-of-work",
        "an answer that is no True or False",
        "The caller counts who posted a mail. True means this call did, and False that it did not.",
        "Which value does your function return in this case?",
    ),
    Diagnosis(
        "unknown-job",
        "a job that does not exist",
        "A message can be older than its job. There is nothing to do then, and it is no error.",
        "What does your first query give for a number that no row has?",
    ),
    Diagnosis(
        "job-is-a-number",
        "a number used like a row",
        "The message carries the job's primary key, a number. The row is in the database.",
        "Which call of the model fetches the row of a primary key?",
        "21",
        "What a message carries",
    ),
    Diagnosis(
        "booking-not-fetched",
        "a text used like a ticket",
        "The job's `subject` is the reference, a text. The traveller belongs to the `Booking` with that "
        "reference.",
        "Which query gives you the booking?",
    ),
)
know_error("'int' object has no attribute", "job-is-a-number", sets=SET)
know_error("'str' object has no attribute 'traveller'", "booking-not-fetched", sets=SET)
know_error("post() missing", "post-wants-two", sets=SET)
know_error("Booking matching query does not exist", "booking-not-by-job", sets=SET)
know_error("Job matching query does not exist", "job-get-raises", sets=SET)
