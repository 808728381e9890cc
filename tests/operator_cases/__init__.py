"""Every operator as a case: how it is built here, what it is in eager PyTorch, and on which inputs.

A case draws instances: the function over `adjoint.dialects.aten`, PyTorch's function, and the arguments, with shapes
and parameters of the operator drawn by hypothesis. The tests of the adjoint rules and those of the compiled programs
run all of them.
"""

from operator_cases.activation import ACTIVATION
from operator_cases.advanced_indexing import ADVANCED_INDEXING
from operator_cases.attention import ATTENTION
from operator_cases.case import Argument as Argument, Instance as Instance, OperatorCase as OperatorCase
from operator_cases.convolution import CONVOLUTION
from operator_cases.elementary import ELEMENTARY
from operator_cases.elementwise import BINARY, UNARY
from operator_cases.indexing import INDEXING
from operator_cases.linear_algebra import LINEAR_ALGEBRA
from operator_cases.loss import LOSSES
from operator_cases.neural_network import NEURAL_NETWORK
from operator_cases.normalization import NORMALIZATION
from operator_cases.ordering import ORDERING
from operator_cases.pooling import POOLING
from operator_cases.rearrangement import REARRANGEMENT
from operator_cases.reduction import REDUCTIONS
from operator_cases.shape import SHAPE
from operator_cases.splitting import SPLITTING
from operator_cases.upsampling import UPSAMPLING

CASES = [
    *UNARY,
    *ELEMENTARY,
    *ACTIVATION,
    *BINARY,
    *REDUCTIONS,
    *ORDERING,
    *LINEAR_ALGEBRA,
    *SHAPE,
    *SPLITTING,
    *REARRANGEMENT,
    *INDEXING,
    *ADVANCED_INDEXING,
    *LOSSES,
    *ATTENTION,
    *NEURAL_NETWORK,
    *NORMALIZATION,
    *POOLING,
    *UPSAMPLING,
    *CONVOLUTION,
]
