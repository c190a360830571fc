"""What the Bus page shows, without Qt: the graph and where it lies, what its panel reads, what dialogs begin with."""
