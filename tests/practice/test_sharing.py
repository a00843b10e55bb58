"""Each group of cases is taken by one process, and none waits while there are others to take."""

import subprocess
import sys

from haven.jobs.practice.sharing import NUMBER, _numbers

READER = """
import os, struct, sys
while record := os.read(0, {size}):
    print(struct.unpack("=I", record)[0], flush=True)
    sys.stderr.write(".") if len(sys.argv) < 2 else __import__("time").sleep(float(sys.argv[1]))
"""


def _reader(numbers, *words):
    command = [sys.executable, "-c", READER.format(size=NUMBER.size), *words]
    return subprocess.Popen(command, stdin=numbers, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)


def test_every_number_is_taken_once_by_whoever_is_free():
    with _numbers(300) as numbers:
        slow, quick = _reader(numbers, "0.3"), _reader(numbers)
    found = [[int(line) for line in process.communicate(timeout=60)[0].split()] for process in (slow, quick)]
    assert sorted(found[0] + found[1]) == list(range(300))
    assert len(found[1]) > len(found[0])
    assert all(taken == sorted(taken) for taken in found), "what stands first is made first"


def test_the_whole_story_fits_into_the_pipe():
    with _numbers(4096 // NUMBER.size):
        pass
