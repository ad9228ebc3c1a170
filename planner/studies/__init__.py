"""Studies: what is asked, run, watched, resumed and exported. Commands and the interface stand on this layer.

- `spec`: what a study is asked, as options, forms and the store state it (`RunSpec`, `CompareSpec`, `SweepSpec`)
- `running`: a study in the store that is run, and what keeps each replication before it is announced
- `progress`: how far a study is, how long it still takes, and the events that tell it to a program
- `snapshot`: what the store says of a study at one moment
- `tables`, `objects`: a study as tidy tables and as JSON
"""
