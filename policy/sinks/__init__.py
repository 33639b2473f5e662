"""Where evidence goes besides the auditor's report: for now, a terminal."""
