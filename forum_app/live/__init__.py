"""What happens in the room while a session runs: live quizzes, the question wall, one-tap signals to the speaker."""
