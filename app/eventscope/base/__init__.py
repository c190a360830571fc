"""What every process needs: paths, clock, tasks, logging."""
