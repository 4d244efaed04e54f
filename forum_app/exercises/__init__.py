"""What officers hold in their hands during an exercise: sheets, generated exhibits, answers checked by rules."""
