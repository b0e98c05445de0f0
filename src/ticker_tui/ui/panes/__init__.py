"""How the screen is divided between list and reader."""
