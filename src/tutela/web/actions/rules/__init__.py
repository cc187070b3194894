"""What holds for actions whatever is stored: no rows, no clock."""
