"""What panels show, decided without Qt."""
