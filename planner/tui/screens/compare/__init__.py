"""Compare: a study as its figures form."""
