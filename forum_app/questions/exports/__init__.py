"""Questions for other programs: XLSX, GIFT and Moodle XML."""
