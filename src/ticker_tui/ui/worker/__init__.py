"""The worker thread: jobs, poll loop and rules."""
