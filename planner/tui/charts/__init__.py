"""Charts as pure functions: numbers in, lines of cells of exact width out, in mixed Chinese and English."""
