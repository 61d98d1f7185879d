"""The live session: a machine fed by commands, remembered as events. No input, no output, no clock."""
