"""Queries for lists of headlines and counts."""
