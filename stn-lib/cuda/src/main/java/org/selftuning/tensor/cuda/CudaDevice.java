package org.selftuning.tensor.cuda;

import java.nio.file.Path;
import java.util.Optional;
import org.selftuning.tensor.Device;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.Precision;

/** The first NVIDIA GPU that CUDA shows; which that is, CUDA_VISIBLE_DEVICES says. */
public final class CudaDevice implements Device {
  private final Precision chosen;

  /** Made by the service loader. */
  public CudaDevice() {
    this(null);
  }

  private CudaDevice(Precision chosen) {
    this.chosen = chosen;
  }

  /** What was found out about this machine, once. */
  private static final class Found {
    static final String PROBLEM = look();
    static GpuInfo info;

    /** Whatever goes wrong is an answer: a machine without a GPU must not notice this. */
    private static String look() {
      try {
        Libraries libraries =
            Libraries.in(
                new LibraryPath(Path.of("/"), System.getenv()),
                System.getProperty("os.name"),
                System.getProperty("os.arch"));
        if (libraries.problem().isPresent()) {
          return libraries.problem().get();
        }
        // JavaCPP would count the memory of the whole process against a limit of its own.
        System.setProperty("org.bytedeco.javacpp.maxbytes", "0");
        System.setProperty("org.bytedeco.javacpp.maxphysicalbytes", "0");
        libraries.load();
        info = GpuInfo.first();
        return info.problem();
      } catch (RuntimeException | LinkageError e) {
        Throwable root = e;
        while (root.getCause() != null) {
          root = root.getCause();
        }
        return ("CUDA's libraries do not load: " + root.getMessage()).replaceAll("\\s+", " ");
      }
    }
  }

  @Override
  public String name() {
    return "cuda";
  }

  @Override
  public String description() {
    return problem().isPresent()
        ? "an NVIDIA GPU, by CUDA 13"
        : Found.info.description() + ", products in " + precision();
  }

  @Override
  public Optional<String> problem() {
    return Optional.ofNullable(Found.PROBLEM);
  }

  @Override
  public boolean accelerator() {
    return true;
  }

  /** Products on tensor cores need an Ampere. */
  private static boolean roundsOperands() {
    return Found.PROBLEM == null && Found.info.major() >= 8;
  }

  @Override
  public Device at(Precision precision) {
    if (precision != Precision.FP32 && Found.PROBLEM == null && !roundsOperands()) {
      throw new IllegalArgumentException(
          "device cuda: " + Found.info.name() + " computes in fp32 alone, not in " + precision);
    }
    return new CudaDevice(precision);
  }

  @Override
  public Precision precision() {
    if (chosen != null) {
      return chosen;
    }
    return roundsOperands() ? Precision.TF32 : Precision.FP32;
  }

  @Override
  public Ops open() {
    problem()
        .ifPresent(
            problem -> {
              throw new IllegalStateException("device cuda can't be used: " + problem);
            });
    Gpu gpu = new Gpu(Found.info, precision());
    Ops ops =
        new CudaOps(this, Boolean.getBoolean(Profile.WANTED) ? new Profile(gpu, System.out) : gpu);
    return ops.lifetime().guard(ops);
  }
}
