"""Tags and filters of the web door's templates."""
