"""The dialog engine: questions, answers, and one pure function that takes an event. It knows no dialog."""
