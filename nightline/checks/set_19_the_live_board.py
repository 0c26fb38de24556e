"""Set 19, The live board: streams that begin at once, go on for long, and end with their reader."""

from nightline.checks.streams.countdown import COUNTDOWN
from nightline.checks.streams.departures_sse import DEPARTURES_SSE
from nightline.checks.streams.follow_train import FOLLOW_TRAIN
from nightline.checks.streams.loudspeaker import LOUDSPEAKER

TASKS = (COUNTDOWN, DEPARTURES_SSE, FOLLOW_TRAIN, LOUDSPEAKER)
