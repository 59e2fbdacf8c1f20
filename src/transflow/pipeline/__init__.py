"""From the pages that need work to drafts and records: what is known first, the engine for the rest."""
