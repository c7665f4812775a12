"""The mission in the volunteer's pocket: joined with a code, read, prepared, lived and told afterwards."""
