"""Remove the data folders of this checkout, if they hold practice data only and nothing uses them."""

import os
import shutil
import sys

from haven.config.embedded import data_dir, folders_of


def main() -> int:
    if os.environ.get("HAVEN_MODE") == "production" or os.environ.get("DATABASE_URL"):
        print(
            "Nothing was removed: this environment points at data that is not this checkout's practice data.",
            file=sys.stderr,
        )
        return 2
    folders = [folder for folder in folders_of(data_dir()) if folder.exists()]
    if any(list(folder.glob("*/postmaster.pid")) for folder in folders):
        print("Nothing was removed: the practice database is running. Stop `make run` first.", file=sys.stderr)
        return 2
    for folder in folders:
        shutil.rmtree(folder)
    print(f"Removed the practice data of this checkout ({len(folders)} folders).")
    return 0


if __name__ == "__main__":
    sys.exit(main())
