"""Pure rules of the field: frames in, frames out; no files, no clock, no HTML."""
