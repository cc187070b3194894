"""What is alleged of adults who work with learners, and concerns about them below that: a vault apart."""
