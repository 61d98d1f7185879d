"""What is on its way to a platform, as values that storage, sync and windows share."""
