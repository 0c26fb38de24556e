"""How an answer is judged: Trial, Evidence, Findings, Verdict, in one direction."""
