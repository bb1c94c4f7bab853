package org.selftuning.tensor.cuda;

import static org.bytedeco.cuda.global.cudart.cudaLibraryGetKernel;
import static org.bytedeco.cuda.global.cudart.cudaLibraryLoadData;
import static org.bytedeco.cuda.global.cudart.cudaLibraryUnload;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.cuda.cudart.CUkern_st;
import org.bytedeco.cuda.cudart.CUlib_st;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerPointer;

/** The kernels' machine code on a GPU. */
final class MachineCode implements AutoCloseable {
  /** Compiled from kernels.cu by compile-kernels, for every GPU at once. */
  static final String CODE = "kernels.fatbin";

  private final CUlib_st library = new CUlib_st();
  private final Map<String, CUkern_st> kernels = new HashMap<>();

  /** Loads them. */
  MachineCode() {
    IntPointer noOptions = null;
    PointerPointer<?> noValues = null;
    try (BytePointer code = new BytePointer(code())) {
      Cuda.check(
          "loading the kernels",
          cudaLibraryLoadData(library, code, noOptions, noValues, 0, noOptions, noValues, 0));
    }
  }

  /** The code as it is shipped. */
  static byte[] code() {
    try (InputStream in = MachineCode.class.getResourceAsStream(CODE)) {
      if (in == null) {
        throw new IllegalStateException(CODE + " is not in the jar; run compile-kernels and build");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns a kernel by its name. */
  CUkern_st kernel(String name) {
    CUkern_st kernel = kernels.get(name);
    if (kernel == null) {
      kernel = new CUkern_st();
      Cuda.check("kernel " + name, cudaLibraryGetKernel(kernel, library, name));
      kernels.put(name, kernel);
    }
    return kernel;
  }

  @Override
  public void close() {
    cudaLibraryUnload(library);
    kernels.clear();
  }
}
