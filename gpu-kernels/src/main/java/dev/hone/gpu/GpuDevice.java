package dev.hone.gpu;

import dev.hone.math.Backend;
import dev.hone.math.BackendUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Supplier;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdevice_attribute;
import jcuda.driver.CUmodule;
import jcuda.driver.CUstream;
import jcuda.driver.CUstream_flags;
import jcuda.driver.JCudaDriver;
import org.jspecify.annotations.Nullable;

/**
 * A GPU in use: its primary context, a stream of lowest priority, the kernels, and memory within a
 * budget. One for all engines of the process; it is left when the last one is closed.
 *
 * <p>A guest: the context is the one that every other CUDA library in the process uses, and it is
 * never reset. A context is current to an operating-system thread, so one platform thread makes all
 * calls, whatever thread (virtual ones too) asks for them.
 */
final class GpuDevice {
  /** System property: which of the devices the driver shows. */
  static final String ORDINAL = "hone.gpu.device";

  /** System property: the driver's library, if not the one the system's search finds. */
  static final String LIBRARY = "hone.gpu.library";

  /** Compute capability 7.5, Turing: what the oldest code in the module is for. */
  private static final int OLDEST = 75;

  /** CUDA 11.0: what the oldest PTX is for. */
  private static final int OLDEST_DRIVER = 11000;

  /** Invalid image, no binary for the GPU, invalid PTX, unsupported PTX version. */
  private static final Set<Integer> OLD_DRIVER = Set.of(200, 209, 218, 222);

  private static final System.Logger LOG = System.getLogger("dev.hone.gpu");

  private static @Nullable GpuDevice shared;
  private static int users;

  private final OwnerThread owner = new OwnerThread("hone-gpu");
  private final CudaDevice description;
  private final int driverVersion;
  private final CUdevice device = new CUdevice();
  private boolean retained;
  private @Nullable CUmodule module;
  private @Nullable CUstream stream;
  private @Nullable Session session;

  /**
   * What an owner-thread task works with.
   *
   * @param memory where buffers come from
   * @param transfers copies
   * @param launcher launches
   * @param recorder records launches
   * @param libraries what takes the place of some kernels, if it is wanted and there
   */
  record Session(
      DeviceMemory memory,
      Transfers transfers,
      Launcher launcher,
      Recorder recorder,
      @Nullable CudaLibraries libraries) {}

  /** JCuda's stream, with its address in sight. */
  private static final class Stream extends CUstream {
    long address() {
      return getNativePointer();
    }
  }

  private GpuDevice(CudaDevice description, int driverVersion) {
    this.description = description;
    this.driverVersion = driverVersion;
  }

  /**
   * The device, opened if nobody uses it yet; to be {@linkplain #release released}.
   *
   * @throws BackendUnavailableException if it cannot be had; the message names what is missing
   */
  static synchronized GpuDevice acquire() {
    if (shared == null) {
      shared = open();
    }
    users++;
    return shared;
  }

  /** Leaves the device; the last one closes it. */
  static synchronized void release(GpuDevice device) {
    if (device == shared && --users == 0) {
      shared = null;
      device.close();
    }
  }

  private static GpuDevice open() {
    GpuDevice device = find();
    try {
      device.owner.run(
          () -> {
            device.start();
            return device;
          });
    } catch (GpuException | UncheckedIOException | LinkageError e) {
      device.close();
      BackendUnavailableException missing =
          new BackendUnavailableException(Backend.GPU, String.valueOf(e.getMessage()));
      missing.initCause(e);
      throw missing;
    } catch (RuntimeException e) {
      device.close();
      throw e;
    }
    return device;
  }

  /** What the driver shows, or that of {@value #LIBRARY} where that is set. */
  static CudaProbe probe() {
    String library = System.getProperty(LIBRARY);
    return library == null ? CudaDriver.probe() : CudaDriver.probe(library);
  }

  private static GpuDevice find() {
    return switch (probe()) {
      case CudaProbe.Missing(String reason) -> throw missing(reason);
      case CudaProbe.Available(int version, var devices) -> {
        if (version < OLDEST_DRIVER) {
          throw missing(
              "the driver is for CUDA " + CudaDriver.version(version) + ": expected 11.0 or newer");
        }
        int ordinal = Integer.getInteger(ORDINAL, 0);
        if (ordinal < 0 || ordinal >= devices.size()) {
          throw missing("there is no device " + ordinal + " (-D" + ORDINAL + ")");
        }
        CudaDevice device = devices.get(ordinal);
        int capability = device.computeCapability();
        if (capability < OLDEST) {
          throw missing(
              device.name()
                  + " has compute capability "
                  + capability / 10
                  + "."
                  + capability % 10
                  + ": expected 7.5 or higher");
        }
        yield new GpuDevice(device, version);
      }
    };
  }

  private static BackendUnavailableException missing(String reason) {
    return new BackendUnavailableException(Backend.GPU, reason);
  }

  private void start() {
    Cuda.load();
    Cuda.check(JCudaDriver.cuInit(0), "cuInit");
    Cuda.check(JCudaDriver.cuDeviceGet(device, description.ordinal()), "cuDeviceGet");
    CUcontext context = new CUcontext();
    int result = JCudaDriver.cuDevicePrimaryCtxRetain(context, device);
    Cuda.check(result, "cuDevicePrimaryCtxRetain");
    retained = true;
    Cuda.check(JCudaDriver.cuCtxSetCurrent(context), "cuCtxSetCurrent");
    CUmodule loaded = new CUmodule();
    boolean machineCode = loadModule(loaded);
    module = loaded;
    int[] least = new int[1];
    int[] greatest = new int[1];
    result = JCudaDriver.cuCtxGetStreamPriorityRange(least, greatest);
    Cuda.check(result, "cuCtxGetStreamPriorityRange");
    Stream created = new Stream();
    int flags = CUstream_flags.CU_STREAM_NON_BLOCKING;
    result = JCudaDriver.cuStreamCreateWithPriority(created, flags, least[0]);
    Cuda.check(result, "cuStreamCreateWithPriority");
    stream = created;
    int[] shared = new int[1];
    int attribute = CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK_OPTIN;
    Cuda.check(JCudaDriver.cuDeviceGetAttribute(shared, attribute, device), "cuDeviceGetAttribute");
    // PTX is for devices without what wide tiles live by, and so is what a driver makes of it.
    int capability = machineCode ? description.computeCapability() : OLDEST;
    Launcher launcher =
        new Launcher(loaded, created, capability, description.multiprocessors(), shared[0]);
    long[] free = new long[1];
    Cuda.check(JCudaDriver.cuMemGetInfo(free, new long[1]), "cuMemGetInfo");
    DeviceMemory memory = new DeviceMemory(DeviceMemory.budget(free[0]));
    Recorder recorder = new Recorder(created, driverVersion);
    Transfers transfers = new Transfers(created);
    // With it, in case the libraries cannot be had: then it is closed.
    session = new Session(memory, transfers, launcher, recorder, /* libraries= */ null);
    CudaLibraries libraries = CudaLibraries.open(created.address(), memory);
    session = new Session(memory, transfers, launcher, recorder, libraries);
    LOG.log(
        System.Logger.Level.DEBUG,
        () -> "GPU engines run on device " + description.ordinal() + ", " + description.name());
  }

  /**
   * Loads machine code, or, with a driver that does not know what it is, older PTX.
   *
   * @return whether it was machine code
   */
  private static boolean loadModule(CUmodule loaded) {
    int result = JCudaDriver.cuModuleLoadData(loaded, image("hone.fatbin"));
    boolean machineCode = !OLD_DRIVER.contains(result);
    if (!machineCode) {
      LOG.log(
          System.Logger.Level.INFO,
          "the machine code of the kernels does not load ("
              + Cuda.name(result)
              + "): the driver compiles them, which takes some seconds");
      byte[] text = image("hone.ptx");
      // The driver reads it up to a zero.
      result = JCudaDriver.cuModuleLoadData(loaded, Arrays.copyOf(text, text.length + 1));
    }
    Cuda.check(result, "cuModuleLoadData");
    return machineCode;
  }

  private static byte[] image(String name) {
    try (InputStream in = GpuDevice.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException("the jar of hone-gpu-kernels lacks " + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  /** What the driver says about it. */
  CudaDevice description() {
    return description;
  }

  /** Runs work on the owner thread, and waits for it. */
  <T> T call(Work<T> work) {
    return owner.run(() -> work.run(session()));
  }

  /** As {@link #call}, without a result. */
  void run(Task task) {
    owner.run(
        () -> {
          task.run(session());
          return this;
        });
  }

  /** Has work done on the owner thread, some time, without waiting for it. */
  void later(Task task) {
    owner.submit(() -> task.run(session()));
  }

  private Session session() {
    if (session == null) {
      throw new IllegalStateException("the device was left");
    }
    return session;
  }

  /** Work with a result. */
  interface Work<T> {
    /** Does it. */
    T run(Session session);
  }

  /** Work without one. */
  interface Task {
    /** Does it. */
    void run(Session session);
  }

  /** Releases what was taken, in the opposite order; after an error as far as it goes. */
  private void close() {
    Supplier<GpuDevice> steps =
        () -> {
          if (session != null) {
            CudaLibraries libraries = session.libraries();
            if (libraries != null) {
              libraries.close();
            }
            session.memory().trim();
            session.transfers().close();
            session = null;
          }
          if (stream != null) {
            JCudaDriver.cuStreamDestroy(stream);
          }
          if (module != null) {
            JCudaDriver.cuModuleUnload(module);
          }
          if (retained) {
            JCudaDriver.cuDevicePrimaryCtxRelease(device);
          }
          return this;
        };
    owner.run(steps);
    owner.close();
  }
}
