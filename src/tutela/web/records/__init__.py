"""Records of other filters: a log is uploaded or dropped into a folder, imported by the worker, and told of."""
