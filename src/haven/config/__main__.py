import sys

from haven.config.cli import main

sys.exit(main())
