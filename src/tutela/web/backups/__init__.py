"""Back-ups: made while everything runs, sealed to people and not to this machine, proved before they count."""
