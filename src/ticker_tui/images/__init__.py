"""Pictures in a terminal: which way this one has, and the bytes of each.

    ways             -> which way, and why no better one   (pure)
    kitty, sixel     -> sequences                          (pure)
    blocks           -> colours of half blocks             (pure)
    overlay          -> what is drawn over cells, and when it has to be drawn again

Nothing here is imported before a picture is asked for.
"""
