"""The stages of a run. Each is a folder; its file of the same name holds its public function."""
