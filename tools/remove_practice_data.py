"""Remove the data folder of this checkout, if it holds practice data only."""

import os
import shutil
import sys

from haven.config.embedded import data_dir


def main() -> int:
    if os.environ.get("HAVEN_MODE") == "production" or os.environ.get("DATABASE_URL"):
        print("Nothing was removed: this environment points at data that is not this checkout's practice data.", file=sys.stderr)
        return 2
    folder = data_dir()
    if folder.exists():
        shutil.rmtree(folder)
        print("Removed the practice data of this checkout.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
