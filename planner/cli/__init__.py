"""The command line: one file per verb. Nothing heavy is loaded before a verb needs it."""
