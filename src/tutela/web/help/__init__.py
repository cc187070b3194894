"""Where to get help and what is monitored here: for anybody, without signing in."""
