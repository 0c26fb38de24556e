"""What the carriers saw: every request with its start and end, and how many were open at once."""

from dataclasses import dataclass, field


@dataclass
class Call:
    """One request to a carrier.

    `start` and `end` are seconds on the clock of the carriers' event loop, so they are virtual
    where the clock is. `status` is the HTTP status, or None when the caller left before the answer.
    """

    carrier: str
    start: float
    end: float | None = None
    status: int | None = None


@dataclass
class CallLog:
    """All requests in the order they arrived. Refused ones are in it, but never count as open."""

    calls: list[Call] = field(default_factory=list)
    most_in_flight: int = 0
    _open: dict[str, int] = field(default_factory=dict)

    def open_at(self, carrier: str) -> int:
        """How many requests this carrier works on now."""
        return self._open.get(carrier, 0)

    def arrive(self, carrier: str, now: float) -> Call:
        """Write down a request that a carrier begins to work on."""
        call = Call(carrier, now)
        self.calls.append(call)
        self._open[carrier] = self.open_at(carrier) + 1
        self.most_in_flight = max(self.most_in_flight, sum(self._open.values()))
        return call

    def leave(self, call: Call, now: float, status: int | None) -> None:
        """Write down that a carrier has finished with a request."""
        call.end, call.status = now, status
        self._open[call.carrier] -= 1

    def refuse(self, carrier: str, now: float, status: int) -> None:
        """Write down a request that a carrier turned away at once."""
        self.calls.append(Call(carrier, now, now, status))

    def clear(self) -> None:
        """Forget finished calls. Requests that are open now stay open."""
        self.calls[:] = [call for call in self.calls if call.end is None]
        self.most_in_flight = len(self.calls)
