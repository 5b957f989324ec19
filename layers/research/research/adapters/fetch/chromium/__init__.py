"""Pages whose text only scripts bring, shown in a Chromium that can reach nothing by itself."""
