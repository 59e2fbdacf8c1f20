"""Qwen2 models made into ONNX models on the user's machine: from the package registry, or from a GGUF file."""
