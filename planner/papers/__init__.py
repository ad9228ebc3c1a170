"""Papers for offices, in the language in use: workbooks of studies and of what is seen of them."""
