"""The citizen's verdict: invitations to rate, ratings, disputes of them, the questionnaire on the centre."""
