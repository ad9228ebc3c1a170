"""What a planner describes: frozen classes without files, screens or simulation.

`Scenario` is the whole; everything else hangs from it by name.
"""
