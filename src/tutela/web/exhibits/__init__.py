"""Exhibits: files of a case, sealed as they came, with a ledger of every hand they went through."""
