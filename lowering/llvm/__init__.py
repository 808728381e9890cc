"""From loops to LLVM: `convert-to-llvm`, and the translation of the llvm dialect to LLVM IR."""
