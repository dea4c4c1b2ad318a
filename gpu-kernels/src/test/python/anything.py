"""Stands in for a library: whatever is asked of it is there, and gives itself."""

import sys


class Anything:
    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __call__(self, *arguments, **options):
        return self

    def __getitem__(self, key):
        return self

    def _with(self, other):
        return self

    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = _with
    __truediv__ = __rtruediv__ = __matmul__ = __rmatmul__ = _with

    def __neg__(self):
        return self


def stand_in(*names):
    for name in names:
        sys.modules[name] = Anything()
