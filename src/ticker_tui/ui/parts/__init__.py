"""What the app is made of, a noun a module; `app.py` puts them together.

Each builds on the ones its class names: `Stage` is below all of them.
"""
