"""The one-machine stack: Postgres, Temporal, S3, mail catcher."""
