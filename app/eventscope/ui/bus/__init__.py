"""The Bus page: brokers, bridges, producers and consumers as a live graph, and what can be done with them."""
