"""Small copies of images of the web."""
