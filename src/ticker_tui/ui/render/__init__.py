"""From text to strips: highlights, selection and the first frame."""
