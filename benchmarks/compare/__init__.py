"""Builds of the same entries by this and other generators."""
