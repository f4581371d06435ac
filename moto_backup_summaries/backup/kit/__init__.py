"""What every family needs once: tables of rows, resources, their states, and pages of lists."""
