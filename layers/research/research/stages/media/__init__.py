"""Looking for images and videos beside what the sources show (`search_media`, `media_beside`)."""
