"""How we get it: portals as data, pages read by pure functions, spiders for each place that pages come from."""
