"""Accounts, payments and debts, as people see them."""
