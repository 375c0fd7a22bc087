"""The seconds that TextFSM takes to read a listing with a template, and how many records it found."""

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
began = time.monotonic()
records = reader.ParseText(text)
print(time.monotonic() - began, len(records))
