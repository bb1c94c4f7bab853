package org.selftuning.tensor.cuda;

import static org.bytedeco.cuda.global.cublas.CUBLAS_COMPUTE_32F_FAST_16BF;
import static org.bytedeco.cuda.global.cublas.CUBLAS_COMPUTE_32F_FAST_TF32;
import static org.bytedeco.cuda.global.cublas.CUBLAS_COMPUTE_32F_PEDANTIC;
import static org.bytedeco.cuda.global.cublas.CUBLAS_GEMM_DEFAULT;
import static org.bytedeco.cuda.global.cublas.CUBLAS_OP_N;
import static org.bytedeco.cuda.global.cublas.CUBLAS_OP_T;
import static org.bytedeco.cuda.global.cublas.cublasCreate_v2;
import static org.bytedeco.cuda.global.cublas.cublasDestroy_v2;
import static org.bytedeco.cuda.global.cublas.cublasGemmEx;
import static org.bytedeco.cuda.global.cublas.cublasGemmStridedBatchedEx;
import static org.bytedeco.cuda.global.cublas.cublasSetStream_v2;
import static org.bytedeco.cuda.global.cublas.cublasSetWorkspace_v2;
import static org.bytedeco.cuda.global.cudart.CUDA_R_32F;
import static org.bytedeco.cuda.global.cudart.cudaErrorMemoryAllocation;
import static org.bytedeco.cuda.global.cudart.cudaEventCreate;
import static org.bytedeco.cuda.global.cudart.cudaEventDestroy;
import static org.bytedeco.cuda.global.cudart.cudaEventElapsedTime;
import static org.bytedeco.cuda.global.cudart.cudaEventRecord;
import static org.bytedeco.cuda.global.cudart.cudaEventSynchronize;
import static org.bytedeco.cuda.global.cudart.cudaFree;
import static org.bytedeco.cuda.global.cudart.cudaGetLastError;
import static org.bytedeco.cuda.global.cudart.cudaGraphDestroy;
import static org.bytedeco.cuda.global.cudart.cudaGraphExecDestroy;
import static org.bytedeco.cuda.global.cudart.cudaGraphInstantiate;
import static org.bytedeco.cuda.global.cudart.cudaGraphLaunch;
import static org.bytedeco.cuda.global.cudart.cudaLaunchKernel;
import static org.bytedeco.cuda.global.cudart.cudaMalloc;
import static org.bytedeco.cuda.global.cudart.cudaMemGetInfo;
import static org.bytedeco.cuda.global.cudart.cudaMemsetAsync;
import static org.bytedeco.cuda.global.cudart.cudaStreamBeginCapture;
import static org.bytedeco.cuda.global.cudart.cudaStreamCaptureModeThreadLocal;
import static org.bytedeco.cuda.global.cudart.cudaStreamCreateWithFlags;
import static org.bytedeco.cuda.global.cudart.cudaStreamDestroy;
import static org.bytedeco.cuda.global.cudart.cudaStreamEndCapture;
import static org.bytedeco.cuda.global.cudart.cudaStreamNonBlocking;
import static org.bytedeco.cuda.global.cudart.cudaStreamSynchronize;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.cuda.cublas.cublasContext;
import org.bytedeco.cuda.cudart.CUevent_st;
import org.bytedeco.cuda.cudart.CUgraphExec_st;
import org.bytedeco.cuda.cudart.CUgraph_st;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.cuda.cudart.dim3;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.SizeTPointer;
import org.selftuning.tensor.OutOfDeviceMemory;
import org.selftuning.tensor.Precision;

/**
 * An NVIDIA GPU: one stream of work, cuBLAS for the products, and CUDA graphs for what is recorded.
 */
final class Gpu implements Machine {
  private static final int THREADS = 256;

  /** Blocks of 256 threads that a multiprocessor has at a time, give or take. */
  private static final int BLOCKS = 4;

  /** 256 MB of patches: beyond that a product gains nothing from more rows. */
  private static final int PATCHES = 64 << 20;

  /** What cuBLAS works in; given beforehand, so that a graph allocates nothing. */
  private static final long WORKSPACE = 64L << 20;

  /**
   * Products of fewer summands or columns are never rounded: they gain nothing by it, and those
   * with hyperparameters, such as a number of units, are among them.
   */
  private static final int NARROW = 64;

  private final GpuInfo info;
  private final int compute;
  private final CUstream_st stream = new CUstream_st();
  private final cublasContext blas = new cublasContext();
  private final MachineCode kernels;
  private final Transfers transfers;
  private final List<Pointer> memory = new ArrayList<>();
  private final List<CUgraphExec_st> graphs = new ArrayList<>();
  private final dim3 grid = new dim3(1, 1, 1);
  private final dim3 block = new dim3(THREADS, 1, 1);
  private final FloatPointer alpha = new FloatPointer(1);
  private final FloatPointer beta = new FloatPointer(1);
  private boolean recording;

  Gpu(GpuInfo info, Precision precision) {
    this.info = info;
    compute =
        switch (precision) {
          case FP32 -> CUBLAS_COMPUTE_32F_PEDANTIC;
          case TF32 -> CUBLAS_COMPUTE_32F_FAST_TF32;
          case BF16 -> CUBLAS_COMPUTE_32F_FAST_16BF;
        };
    Cuda.check("a stream", cudaStreamCreateWithFlags(stream, cudaStreamNonBlocking));
    kernels = new MachineCode();
    transfers = new Transfers(stream);
    Cuda.checkBlas("cuBLAS", cublasCreate_v2(blas));
    Cuda.checkBlas("cuBLAS's stream", cublasSetStream_v2(blas, stream));
    Pointer workspace = new Address(allocate(WORKSPACE));
    Cuda.checkBlas("cuBLAS's workspace", cublasSetWorkspace_v2(blas, workspace, WORKSPACE));
  }

  /** A place in device memory. */
  private static final class Address extends Pointer {
    Address(long address) {
      this.address = address;
    }
  }

  @Override
  public int threads() {
    return THREADS;
  }

  @Override
  public int busy() {
    return BLOCKS * info.multiprocessors();
  }

  @Override
  public int patches() {
    return PATCHES;
  }

  @Override
  public long allocate(long bytes) {
    Pointer pointer = new Pointer();
    int error = cudaMalloc(pointer, bytes);
    if (error == cudaErrorMemoryAllocation) {
      cudaGetLastError(); // reported once, here
      throw new OutOfDeviceMemory("cuda", bytes, freeBytes());
    }
    Cuda.check("memory", error);
    memory.add(pointer);
    Cuda.check("clearing memory", cudaMemsetAsync(pointer, 0, bytes, stream));
    return pointer.address();
  }

  /** Bytes of the GPU that nothing uses. */
  static long freeBytes() {
    try (SizeTPointer free = new SizeTPointer(1);
        SizeTPointer all = new SizeTPointer(1)) {
      return cudaMemGetInfo(free, all) == 0 ? free.get() : 0;
    }
  }

  @Override
  public void write(float[] values, int count, long to) {
    refuseWhileRecording("written to");
    transfers.write(values, count, to);
  }

  @Override
  public void read(long from, float[] values, int count) {
    refuseWhileRecording("read");
    transfers.read(from, values, count);
  }

  private void refuseWhileRecording(String what) {
    if (recording) {
      throw new IllegalStateException("a tensor is " + what + " by the host in a recorded step");
    }
  }

  @Override
  public void launch(String kernel, int blocks, Arguments arguments) {
    grid.x(blocks);
    int error =
        cudaLaunchKernel(kernels.kernel(kernel), grid, block, arguments.addresses(), 0, stream);
    if (error != 0) {
      Cuda.check("kernel " + kernel, error);
    }
  }

  /** cuBLAS counts down columns, and so sees all matrices transposed: cᵀ ← op(b)ᵀ·op(a)ᵀ. */
  @Override
  public void multiply(Product p) {
    boolean narrow = p.inner() < NARROW || p.columns() < NARROW;
    alpha.put(p.alpha());
    beta.put(p.beta());
    int left = p.transposeB() ? CUBLAS_OP_T : CUBLAS_OP_N;
    int right = p.transposeA() ? CUBLAS_OP_T : CUBLAS_OP_N;
    int precision = narrow ? CUBLAS_COMPUTE_32F_PEDANTIC : compute;
    int status =
        p.blocks() == 1
            ? cublasGemmEx(
                blas,
                left,
                right,
                p.columns(),
                p.rows(),
                p.inner(),
                alpha,
                new Address(p.b()),
                CUDA_R_32F,
                p.widthB(),
                new Address(p.a()),
                CUDA_R_32F,
                p.widthA(),
                beta,
                new Address(p.c()),
                CUDA_R_32F,
                p.columns(),
                precision,
                CUBLAS_GEMM_DEFAULT)
            : cublasGemmStridedBatchedEx(
                blas,
                left,
                right,
                p.columns(),
                p.rows(),
                p.inner(),
                alpha,
                new Address(p.b()),
                CUDA_R_32F,
                p.blocks() * p.widthB(),
                p.widthB(),
                new Address(p.a()),
                CUDA_R_32F,
                p.blocks() * p.widthA(),
                p.widthA(),
                beta,
                new Address(p.c()),
                CUDA_R_32F,
                p.blocks() * p.columns(),
                p.columns(),
                p.blocks(),
                precision,
                CUBLAS_GEMM_DEFAULT);
    Cuda.checkBlas("a matrix product", status);
  }

  /** How long work takes on the device, in millionths of a second. */
  double micros(Runnable work) {
    CUevent_st begin = new CUevent_st();
    CUevent_st end = new CUevent_st();
    float[] millis = new float[1];
    Cuda.check("an event", cudaEventCreate(begin));
    Cuda.check("an event", cudaEventCreate(end));
    Cuda.check("an event", cudaEventRecord(begin, stream));
    work.run();
    Cuda.check("an event", cudaEventRecord(end, stream));
    Cuda.check("work on the GPU", cudaEventSynchronize(end));
    Cuda.check("an event", cudaEventElapsedTime(millis, begin, end));
    cudaEventDestroy(begin);
    cudaEventDestroy(end);
    return 1e3 * millis[0];
  }

  @Override
  public void beginRecording() {
    Cuda.check(
        "recording a step", cudaStreamBeginCapture(stream, cudaStreamCaptureModeThreadLocal));
    recording = true;
  }

  @Override
  public Runnable endRecording() {
    recording = false;
    CUgraph_st graph = new CUgraph_st();
    Cuda.check("recording a step", cudaStreamEndCapture(stream, graph));
    CUgraphExec_st program = new CUgraphExec_st();
    int error = cudaGraphInstantiate(program, graph, 0);
    cudaGraphDestroy(graph);
    Cuda.check("preparing a recorded step", error);
    graphs.add(program);
    return () -> Cuda.check("a recorded step", cudaGraphLaunch(program, stream));
  }

  @Override
  public void abandonRecording() {
    if (recording) {
      recording = false;
      CUgraph_st graph = new CUgraph_st();
      if (cudaStreamEndCapture(stream, graph) == 0) {
        cudaGraphDestroy(graph);
      }
      cudaGetLastError();
    }
  }

  /** What fails now has failed before: it is let pass. */
  @Override
  public void close() {
    cudaStreamSynchronize(stream);
    graphs.forEach(program -> cudaGraphExecDestroy(program));
    cublasDestroy_v2(blas);
    transfers.close();
    memory.forEach(pointer -> cudaFree(pointer));
    kernels.close();
    cudaStreamDestroy(stream);
    graphs.clear();
    memory.clear();
    for (Pointer pointer : List.of(grid, block, alpha, beta)) {
      pointer.close();
    }
  }
}
