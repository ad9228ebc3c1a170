"""Statistics over replications: numbers in, numbers out."""
