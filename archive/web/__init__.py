"""What Datasette needs to show the archive to people: plugin, templates, static files."""
