"""The views of a comparison: backlog, times, why, what changed, and single cases."""
