"""Tutela keeps learners safe online across a whole establishment."""
