"""Spiders as people write them, to be measured against: each keeps less than the archive does."""
