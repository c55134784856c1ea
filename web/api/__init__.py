"""`/api/v1`: what programs of hospitals, families and staff speak."""
