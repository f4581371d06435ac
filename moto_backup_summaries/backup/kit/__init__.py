"""What every family needs once: resources, their states, and pages of lists."""
