"""The time that netmiko takes for some lines on an ASA: seconds with connecting and enabling, and seconds on an open session."""

import sys
import time

try:
    from netmiko import ConnectHandler
except ImportError:
    sys.exit(3)

port, user, password, enable, runs, *lines = sys.argv[1:]


def connect():
    session = ConnectHandler(
        device_type="cisco_asa", host="127.0.0.1", port=int(port), username=user, password=password, secret=enable
    )
    session.enable()
    return session


def ask(session):
    for line in lines:
        if not session.send_command(line).strip():
            raise SystemExit(f"nothing came on {line}")


def median(times):
    return sorted(times)[len(times) // 2]


cold, warm = [], []
for _ in range(int(runs)):
    began = time.monotonic()
    session = connect()
    ask(session)
    cold.append(time.monotonic() - began)
    began = time.monotonic()
    ask(session)
    warm.append(time.monotonic() - began)
    session.disconnect()
print(median(cold), median(warm))
