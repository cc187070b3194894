"""Policies and agreements: from a template to a signed version, who agreed to it, and whether it is true."""
