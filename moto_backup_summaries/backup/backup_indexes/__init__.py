"""Indexes of recovery points, which searches need."""
