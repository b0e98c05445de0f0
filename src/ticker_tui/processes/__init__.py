"""What processes of ours have in common: pipes, frames, and the protocol of the parser."""
