"""Tests of exhibits."""
