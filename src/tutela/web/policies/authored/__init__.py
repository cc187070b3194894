"""Templates of policies and agreements as they are written in the library: their form, their faults, the shelf."""
