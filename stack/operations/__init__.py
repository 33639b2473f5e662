"""What an operator runs: replay, load, alerts, re-drive, verification, back-tests, the demo."""
