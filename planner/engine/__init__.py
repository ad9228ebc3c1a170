"""The simulation: demand drawn as arrays, teams, casework, and `simulate()`. The only package that loads SimPy."""
