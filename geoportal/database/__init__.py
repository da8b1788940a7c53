"""What the project knows of PostgreSQL: its engine, locks, binary reading and files of SQL."""
