"""Models in files of the ONNX form, run on this machine: what adapters of several ports share."""
