"""The interface in the terminal: screens, their frame, charts. Textual is known here and nowhere below.

Nothing is imported here: `planner.tui.launch.start` opens the interface, and every screen is loaded when it is opened.
"""
