"""A process that uses the embedded server, as `make run` or `haven demo` does. It ends when its input ends."""

import json
import os
import signal
import sys

from haven.config.embedded import EmbeddedServerError, ensure_started


def main() -> int:
    if "handler" in sys.argv:
        signal.signal(signal.SIGTERM, lambda number, frame: os.write(1, b"own handler\n"))
    if "ignore" in sys.argv:
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        server = ensure_started(fast="safe" not in sys.argv)
    except EmbeddedServerError as error:
        print(error, file=sys.stderr)
        return 2
    print(json.dumps({"dsn": server.dsn}), flush=True)
    if "fork" in sys.argv:
        _fork_and_end()
    sys.stdin.read()
    return 0


def _fork_and_end() -> None:
    child = os.fork()
    if child == 0:
        sys.exit(0)  # runs what was registered for the end of the process
    os.waitpid(child, 0)
    print("forked", flush=True)


sys.exit(main())
