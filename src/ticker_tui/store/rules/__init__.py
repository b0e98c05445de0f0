"""The rules that mute and highlight entries."""
