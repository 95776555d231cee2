"""What is remembered between builds, and how it is stored."""
