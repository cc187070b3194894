"""The edge beside Squid: renders its configuration, answers its helpers, swaps snapshots, serves pages of its own."""
