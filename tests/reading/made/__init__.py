"""Papers that are made up, with what stands on them: as printed PDFs and as bad photographs."""
