"""Scenario: a file under a person's hands."""
