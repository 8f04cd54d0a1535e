"""One house style of papers: what reports and letters share when they become PDF and DOCX."""
