"""Pages about papers: large files of forms, answers of hospitals from their mail, drafts of letters."""
