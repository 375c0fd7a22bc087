"""The least seconds of some runs that TextFSM takes to read a listing with a template, and how many records it found."""

import sys
import time

try:
    import textfsm
except ImportError:
    sys.exit(3)

template, listing = sys.argv[1:]
with open(template) as rules:
    reader = textfsm.TextFSM(rules)
with open(listing) as file:
    text = file.read()
least = None
for _ in range(5):
    reader.Reset()
    began = time.monotonic()
    records = reader.ParseText(text)
    took = time.monotonic() - began
    least = took if least is None else min(least, took)
print(least, len(records))
