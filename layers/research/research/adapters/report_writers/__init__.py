"""Writers of reports in formats that a library makes: one file per format."""
