"""Gemma 3 270M as it stands on the package registry, made into a CTranslate2 model on the user's machine."""
