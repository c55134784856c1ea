"""The pages of the house: people, hospitals, insurers and settings."""
