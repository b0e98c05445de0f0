"""The widgets: told their data, they report intent; they know neither the store nor each other."""
