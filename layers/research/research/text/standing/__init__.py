"""Tells which sentences make sense alone, which with the one before, and which are none."""
