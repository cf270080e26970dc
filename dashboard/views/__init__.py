"""The pages, one file each: filters come with the frame, then queries, then charts."""
