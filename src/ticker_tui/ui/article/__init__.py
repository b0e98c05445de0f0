"""The reader: layout, links, search, images and its controller."""
