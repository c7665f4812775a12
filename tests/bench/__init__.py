"""Speed and memory, measured side by side in one run. Nothing here fails for being slow: it is read by people."""
