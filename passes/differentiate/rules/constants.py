"""Operators whose results do not depend on the elements of their operands, or not differentiably."""

from adjoint.dialects import aten
from adjoint.passes.differentiate.registry import without_gradient

without_gradient(aten.LtOp, aten.LeOp, aten.GtOp, aten.GeOp, aten.EqOp, aten.NeOp)
without_gradient(aten.ConstantOp, aten.FullOp, aten.ZerosLikeOp, aten.OnesLikeOp, aten.DimArangeOp, aten.SizeOp)
without_gradient(aten.DropoutMaskOp)
