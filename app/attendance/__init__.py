"""Who was there, from when to when, in one session and over a term. Pure rules: time is passed in."""
