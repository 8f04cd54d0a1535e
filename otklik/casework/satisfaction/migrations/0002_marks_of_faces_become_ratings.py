"""Marks that stood on the faces of cases alone become ratings of the room; backwards they are left there."""

from django.db import migrations

FORTH = """
INSERT INTO satisfaction_rating
    (municipality_id, case_id, round, mark, is_satisfied, reasons, at, kept_at, source, verdict, stands)
SELECT c.municipality_id, c.id, c.reopened_count + 1, c.rating, c.rating >= 4, '[]',
       COALESCE(c.answered_at, c.closed_at, c.updated_at), c.updated_at, 'register', 'kept', TRUE
FROM cases_case c
WHERE c.rating IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM satisfaction_rating r WHERE r.case_id = c.id)
"""


class Migration(migrations.Migration):
    dependencies = [
        ("satisfaction", "0001_ratings_invitations_and_the_questionnaire"),
    ]
    operations = [migrations.RunSQL(FORTH, migrations.RunSQL.noop)]
