"""One function for each operator, in PyTorch's signature: adjoint rules and people build programs with them.

A number may stand where PyTorch takes one. A function emits one op, and the constants of its numbers, at the
insertion point of the innermost `building(...)`; shapes, dtypes and edge cases are described at the op. Operands that
do not fit raise VerifyException with the location and the name of the op.
"""

from adjoint.dialects.aten.functional.activation import *  # noqa: F403
from adjoint.dialects.aten.functional.advanced_indexing import *  # noqa: F403
from adjoint.dialects.aten.functional.attention import *  # noqa: F403
from adjoint.dialects.aten.functional.average_pooling import *  # noqa: F403
from adjoint.dialects.aten.functional.binary import *  # noqa: F403
from adjoint.dialects.aten.functional.channel_normalization import *  # noqa: F403
from adjoint.dialects.aten.functional.conversion import *  # noqa: F403
from adjoint.dialects.aten.functional.convolution import *  # noqa: F403
from adjoint.dialects.aten.functional.creation import *  # noqa: F403
from adjoint.dialects.aten.functional.data_sized import *  # noqa: F403
from adjoint.dialects.aten.functional.extremum import *  # noqa: F403
from adjoint.dialects.aten.functional.indexing import *  # noqa: F403
from adjoint.dialects.aten.functional.linear_algebra import *  # noqa: F403
from adjoint.dialects.aten.functional.logical import *  # noqa: F403
from adjoint.dialects.aten.functional.loss import *  # noqa: F403
from adjoint.dialects.aten.functional.max_pooling import *  # noqa: F403
from adjoint.dialects.aten.functional.random import *  # noqa: F403
from adjoint.dialects.aten.functional.rearrangement import *  # noqa: F403
from adjoint.dialects.aten.functional.reduction import *  # noqa: F403
from adjoint.dialects.aten.functional.rounding import *  # noqa: F403
from adjoint.dialects.aten.functional.scan import *  # noqa: F403
from adjoint.dialects.aten.functional.shape import *  # noqa: F403
from adjoint.dialects.aten.functional.sorting import *  # noqa: F403
from adjoint.dialects.aten.functional.special import *  # noqa: F403
from adjoint.dialects.aten.functional.splitting import *  # noqa: F403
from adjoint.dialects.aten.functional.ternary import *  # noqa: F403
from adjoint.dialects.aten.functional.trigonometric import *  # noqa: F403
from adjoint.dialects.aten.functional.unary import *  # noqa: F403
from adjoint.dialects.aten.functional.upsampling import *  # noqa: F403
