"""What all tests share: hypothesis without a deadline, as the first call of a program compiles it."""

from hypothesis import settings

settings.register_profile("adjoint", deadline=None, print_blob=True)
settings.load_profile("adjoint")
