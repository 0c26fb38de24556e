"""What set 20 is judged by: sockets to a consumer, opened, used and closed as a server does."""

SET = "20_the_seat_map"
