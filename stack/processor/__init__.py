"""The code that runs in Lambda; it imports nothing of Pulumi, and only relatively, so that the bundle can carry it."""
