"""Cases, their record, and the work that people do on them."""
