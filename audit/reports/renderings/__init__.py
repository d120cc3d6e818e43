"""A report as files: each rendering shows the content model, and none computes anything of its own."""
