"""Mass problems and likenesses for the centre's people."""
