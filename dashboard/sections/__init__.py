"""Parts of pages: one question each, asked, drawn and worded; pages put them together."""
