"""Files for other tools: XLIFF, PO, TMX, TBX and CSV, written and read."""
