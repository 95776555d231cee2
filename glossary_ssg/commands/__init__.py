"""What each command except build does, as values."""
