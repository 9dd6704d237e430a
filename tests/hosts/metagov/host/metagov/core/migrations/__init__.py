"""Tables of the double."""
