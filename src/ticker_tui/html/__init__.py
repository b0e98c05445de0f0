"""HTML to blocks of text, metadata and readable articles. Runs in the parser process."""
