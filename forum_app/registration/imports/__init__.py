"""Foreign lists of people: recognised by their headers, checked row by row, never saved here."""
