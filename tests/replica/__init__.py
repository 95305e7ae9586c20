"""Both portals rebuilt on loopback: `Replica` runs one in its own process, `truth` says what the archive must hold."""

from tests.replica.running import Replica
from tests.replica.truth import Truth, truth

__all__ = ["Replica", "Truth", "truth"]
