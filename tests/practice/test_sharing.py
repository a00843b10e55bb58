"""Each group of cases is taken by one process, and none waits while there are others to take."""

import os
import subprocess
import sys

from haven.jobs.practice.sharing import NUMBER, _numbers

READER = """
import os, struct
while record := os.read(0, {size}):
    print(struct.unpack("=I", record)[0], flush=True)
"""


def _start(numbers):
    command = [sys.executable, "-c", READER.format(size=NUMBER.size)]
    return subprocess.Popen(command, stdin=numbers, stdout=subprocess.PIPE, text=True)


def test_every_number_is_taken_once_and_in_order_by_whoever_is_free():
    with _numbers(300) as numbers:
        readers = [_start(numbers), _start(numbers)]
    found = [[int(line) for line in reader.communicate(timeout=60)[0].split()] for reader in readers]
    assert sorted(found[0] + found[1]) == list(range(300))
    assert all(taken == sorted(taken) for taken in found), "what stands first is made first"


def test_while_one_is_at_work_on_a_group_the_others_take_all_that_are_left():
    with _numbers(300) as numbers:
        assert NUMBER.unpack(os.read(numbers, NUMBER.size)) == (0,)  # this process, which takes no second one
        free = _start(numbers)
        assert [int(line) for line in free.communicate(timeout=60)[0].split()] == list(range(1, 300))


def test_the_numbers_of_a_thousand_groups_wait_in_the_pipe_with_nobody_to_feed_it():
    with _numbers(1024) as numbers:
        assert len(os.read(numbers, 2**16)) == 1024 * NUMBER.size
