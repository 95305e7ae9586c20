"""A part that breaks, as any may one day: for the exit code of internal errors."""


class Breaking:
    """An item pipeline that raises."""

    def process_item(self, item: object) -> object:
        raise RuntimeError(f"broken on purpose, at a {type(item).__name__}")
