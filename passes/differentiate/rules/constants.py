"""Operators whose results do not depend on the elements of their operands, or not differentiably."""

from adjoint.dialects import aten
from adjoint.passes.differentiate.registry import without_gradient

without_gradient(aten.LtOp, aten.LeOp, aten.GtOp, aten.GeOp, aten.EqOp, aten.NeOp)
without_gradient(aten.IsfiniteOp, aten.IsinfOp, aten.IsnanOp)
without_gradient(aten.LogicalNotOp, aten.LogicalAndOp, aten.LogicalOrOp, aten.LogicalXorOp)
without_gradient(aten.BitwiseNotOp, aten.BitwiseAndOp, aten.BitwiseOrOp, aten.BitwiseXorOp)
without_gradient(aten.ConstantOp, aten.FullOp, aten.ZerosLikeOp, aten.OnesLikeOp, aten.DimArangeOp, aten.SizeOp)
without_gradient(aten.ZerosOp, aten.OnesOp, aten.EmptyOp, aten.FullLikeOp, aten.EmptyLikeOp)
without_gradient(aten.ArangeOp, aten.LinspaceOp, aten.EyeOp)
without_gradient(aten.DropoutMaskOp, aten.DetachOp)
