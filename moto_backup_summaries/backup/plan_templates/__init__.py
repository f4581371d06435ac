"""AWS's own templates of backup plans."""
