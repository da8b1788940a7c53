"""The staff: roles, the one permission table, guarding of pages, accounts."""
