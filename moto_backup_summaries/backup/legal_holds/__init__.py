"""Legal holds: recovery points that nobody deletes until the hold is cancelled."""
