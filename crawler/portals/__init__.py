"""Who publishes: one file of data a portal. `portal(name)` and `PORTALS` find them."""
