"""What the readers and writers of figures share, whatever the language."""
