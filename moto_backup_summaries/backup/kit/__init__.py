"""What every family needs once: state that takes itself back, tables of rows, resources, pages of lists."""
