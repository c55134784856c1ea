"""The moves of a hospital advance: intake, review, money, discharge, settling, refund, waiting."""
