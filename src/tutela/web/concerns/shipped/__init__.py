"""What the library says about cases: playbooks, sanctions, checks, circumstances and the parts of the body."""
