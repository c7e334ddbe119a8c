"""What other processes load before anything else: Ctrl-C ends them at once and without a word, as it ends the run itself."""

import signal

signal.signal(signal.SIGINT, signal.SIG_DFL)
