"""What goes wrong between a transaction and a message, one entry each."""

from __future__ import annotations

from nightline.checks.outliving import SET
from nightline.checks.outliving.office import COMMIT
from nightline.judging.diagnoses import Diagnosis, register
from nightline.judging.errors import know_error

register(
    Diagnosis(
        "told-inside",
        "a message before the commit",
        "The message left while the sale could still be undone. A fast worker finds no ticket, and after a "
        "rollback there never was one.",
        "Which function of `transaction` calls another one when all is committed?",
        "21",
        COMMIT,
        misconceptions=(113,),
    ),
    Diagnosis(
        "told-at-once",
        "on_commit got a result, not a function",
        "`on_commit` takes a function and calls it later. Yours was called on the spot, to compute what you "
        "hand over.",
        "Print what stands between the brackets of `on_commit`. How do you hand over a call that has not "
        "happened?",
        "21",
        COMMIT,
        misconceptions=(113,),
    ),
    Diagnosis(
        "told-before-the-caller",
        "a message before the caller's commit",
        "Your own block was over, but it stood inside a transaction of the caller. What an inner block did "
        "becomes final with the outer one only.",
        "Who knows when the outermost transaction is committed? Let that call your function.",
        "21",
        COMMIT,
        misconceptions=(113,),
    ),
    Diagnosis(
        "never-told",
        "a ticket that nobody prints",
        "The sale is final, and the printer was not told of each ticket.",
        "Does your code come to the line that orders the message, in every case?",
        "21",
        COMMIT,
    ),
    Diagnosis(
        "sold-before-paid",
        "sold before it was paid",
        "The sale was committed before the charge. If the server is killed between the two, somebody "
        "travels for nothing. Undoing by hand comes too late then.",
        "Which block can hold both, so that neither is final without the other?",
        "16",
    ),
    Diagnosis(
        "charged-after-commit",
        "a charge after the commit",
        "What `on_commit` calls comes when nothing can be undone any more. A refused card must still undo the "
        "sale.",
        "Which of your two later steps can fail, and must undo the sale?",
        "21",
        COMMIT,
    ),
    Diagnosis(
        "refusal-caught-inside",
        "a refusal that the block never saw",
        "You caught the refusal inside the block. So the block ended without an error, and what ends so is "
        "committed.",
        "What must pass through the end of the block, so that it is rolled back? Who should catch it?",
        "16",
    ),
    Diagnosis(
        "told-by-a-thread",
        "a message that nobody waits for",
        "Your function had returned, and a thread of yours still had to send the message. If it fails, nobody "
        "hears of it.",
        "`enqueue` only writes the message down. What may call it directly, after the commit?",
        "21",
        COMMIT,
    ),
    Diagnosis(
        "ticket-read-late",
        "a ticket that was read too late",
        "Each ticket got a message, but they name the wrong ones. The function that you handed over is called "
        "at the commit, and reads its ticket only then.",
        "In which name does it find the ticket? What stands in that name after the next sale?",
        "21",
        COMMIT,
    ),
    Diagnosis(
        "message-empty",
        "a message about nothing",
        "Django calls the function that you handed over without arguments. So `enqueue` got none.",
        "How do you hand over a call that knows its argument already?",
        "21",
        COMMIT,
    ),
    Diagnosis(
        "atomic-not-called",
        "the brackets of atomic are missing",
        "After `with` stands a function, and no block. `transaction.atomic` makes the block when it is called.",
        "Compare the line with the lesson's, sign by sign.",
        "21",
        COMMIT,
    ),
    Diagnosis(
        "commit-by-hand",
        "a commit inside the block",
        "A block of `atomic` commits at its end, by itself. In it nobody else may commit.",
        "What happens at the end of the block when no error came? Which line can go?",
        "16",
    ),
    Diagnosis(
        "no-savepoint",
        "a block that cannot be undone alone",
        "Without a savepoint a failed inner block makes the whole transaction unusable, the caller's too.",
        "What did you want with this argument? Try the block without it.",
        "16",
    ),
    Diagnosis(
        "transaction-broken",
        "a transaction that must be rolled back",
        "The transaction of the caller was marked as failed. Every later query in it is refused.",
        "What does your function do to a block that is not its own?",
        "16",
    ),
    Diagnosis(
        "refused-card-hidden",
        "a refusal that nobody hears of",
        "The card was refused, and your caller believes that all is well. It will show the traveller a "
        "ticket.",
        "Who should receive this error? Does your code need an `except` at all?",
    ),
    Diagnosis(
        "never-charged",
        "a ticket for nothing",
        "The berth is sold, and the card was not charged.",
        "What is the last argument for? It wants the ticket.",
    ),
    Diagnosis(
        "charge-got-no-ticket",
        "a charge for something else",
        "The docstring says `charge(ticket)`: the card is charged for a ticket, at its price.",
        "Which value of your function is the ticket? When do you have it?",
    ),
    Diagnosis(
        "charged-again",
        "a card charged twice",
        "Each call of `charge` takes the money once more.",
        "How often does your code come to `charge` in one sale?",
    ),
    Diagnosis(
        "good-card-failed",
        "a sale that failed with a good card",
        "The card was good, and your function raised an error all the same. `charge` returns nothing; only by "
        "raising it says that a card is refused.",
        "Which line raises it? What does its condition see when the card is good?",
    ),
    Diagnosis(
        "nothing-was-sold",
        "a sale that is not there",
        "Your function ended, and the database has no new ticket. Perhaps the block was rolled back.",
        "Which call sells a berth? Does anything undo it afterwards?",
    ),
    Diagnosis(
        "more-than-one-sold",
        "one traveller, several tickets",
        "One call of your function sold more than one berth.",
        "How often does your code call `desk.book`?",
    ),
    Diagnosis(
        "not-the-booking",
        "something else than the ticket",
        "The caller wants the `Booking` itself, to show it.",
        "What does `desk.book` return? Keep it, and return that.",
    ),
    Diagnosis(
        "another-sale",
        "another ticket than the caller's",
        "A ticket was sold, but its train, its traveller or the name on it is not what the caller said.",
        "Compare what you give to `desk.book` with the docstring, one by one.",
    ),
    Diagnosis(
        "more-than-its-own-undone",
        "another one's sale undone too",
        "One card was refused, and the caller went on with the others. Their sales, or their messages, are "
        "gone as well.",
        "What does your function undo when the card is refused? It should be its own block, and no more.",
        "21",
        COMMIT,
    ),
    Diagnosis(
        "durable-inside",
        "a block that refuses to be inside another",
        "With `durable=True` a block must be the outermost one. The caller of your function has a "
        "transaction of its own.",
        "What does a block without that argument do inside another one?",
    ),
    Diagnosis(
        "on-commit-no-function",
        "on_commit without a function",
        "`on_commit` takes a function, to be called without arguments later. It got something else.",
        "Which word makes a function of an expression, on the spot?",
        "21",
        COMMIT,
    ),
)
know_error("durable atomic block cannot be nested", "durable-inside", sets=SET)
know_error(
    "on_commit()'s callback must be a callable",
    "told-at-once",
    sets=SET,
    cell="on_commit(print_ticket.enqueue(",
)
know_error("on_commit()'s callback must be a callable", "on-commit-no-function", sets=SET)
know_error("TransactionManagementError", "no-savepoint", sets=SET, cell="savepoint=False")
know_error("forbidden when an 'atomic' block is active", "commit-by-hand", sets=SET)
know_error("until the end of the 'atomic' block", "transaction-broken", sets=SET)
know_error("context manager protocol", "atomic-not-called", sets=SET, line="transaction.atomic:")
know_error("charge() missing", "charge-got-no-ticket", sets=SET)
# Last, since an error that somebody raises again is explained by what it says.
know_error("Error", "another-error-out", sets=SET, line="raise ")
