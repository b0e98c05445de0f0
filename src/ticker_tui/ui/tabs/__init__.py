"""The tabs above the headline list."""
