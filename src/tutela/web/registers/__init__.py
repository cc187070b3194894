"""Registers that reviews rest on: technologies, risks, guidance, data, resources. Each is small and whole."""
