"""Who said yes or no to pictures of whom: for what, where, until when. No picture is ever kept here."""
