"""Home: the finding of Laiyang, and the ways into the rest."""
