"""One of the processes that carry out the practice story: `python -m haven.jobs.practice.worker VALUES`, started by the
placing and by nobody else."""

import json
import sys

import django

if __name__ == "__main__":
    django.setup()
    from haven.jobs.practice.sharing import take_share

    sys.exit(take_share(json.loads(sys.argv[1])))
