"""Who publishes: one file of data a portal, its value named PORTAL. `portal(name)` and `PORTALS` find them."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from crawler.portals.model import Portal


def found() -> dict[str, Portal]:
    """Every module beside this one that holds a PORTAL, by its name: adding a portal is adding a file."""
    names = sorted(module.name for module in iter_modules(__path__, f"{__name__}."))
    portals = [module.PORTAL for module in map(import_module, names) if hasattr(module, "PORTAL")]
    return {portal.name: portal for portal in portals}


PORTALS: dict[str, Portal] = found()


def portal(name: str) -> Portal:
    """The portal of this name; LookupError names those there are."""
    if name not in PORTALS:
        raise LookupError(f"There is no portal {name!r}; there are {', '.join(PORTALS)}.")
    return PORTALS[name]
