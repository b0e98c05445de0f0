"""Addresses: what may be opened, which two are the same page, and the credentials in them."""
