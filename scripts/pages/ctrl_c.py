"""Loaded by other processes before any other module: Ctrl-C ends them at once and without output, like the run itself.

A terminal sends the signal to all processes of a run. Python's own handler would print a traceback for each.
"""

import signal

signal.signal(signal.SIGINT, signal.SIG_DFL)
