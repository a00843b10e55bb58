"""Django's own commands. People use the command `haven`."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "haven.config.settings")
    from django.core.management import execute_from_command_line

    from haven.config.environment import BadEnvironment

    try:
        execute_from_command_line(sys.argv)
    except BadEnvironment as problem:
        sys.stderr.write(f"haven: {problem}\n")
        raise
