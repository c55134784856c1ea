"""Who is insured, treated, and between whom a case is."""
