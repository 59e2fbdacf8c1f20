"""The site as it stands: its configuration, its pages and records, the state of every translation, and the one way to disk."""
