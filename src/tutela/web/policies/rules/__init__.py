"""What may be published, who is asked to agree to what, when something falls due. No rows, no clock."""
