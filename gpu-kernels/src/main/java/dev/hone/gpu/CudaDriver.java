package dev.hone.gpu;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The CUDA driver API, as far as it tells what this machine has.
 *
 * <p>Opened through {@code java.lang.foreign} and not through a binding: a binding that finds no
 * driver fails for good with its first call, while this answers {@link CudaProbe.Missing}. The
 * driver stays loaded until the JVM ends. Probing creates no context and takes no device memory.
 *
 * <p>Source: CUDA Driver API reference, Initialization, Version Management, Device Management.
 */
@SuppressWarnings("restricted")
public final class CudaDriver {
  private static final int SUCCESS = 0;
  private static final int NAME_BYTES = 256;

  // CUdevice_attribute in cuda.h.
  private static final int MULTIPROCESSOR_COUNT = 16;
  private static final int COMPUTE_CAPABILITY_MAJOR = 75;
  private static final int COMPUTE_CAPABILITY_MINOR = 76;

  private static final Linker LINKER = Linker.nativeLinker();

  private final String library;
  private final SymbolLookup symbols;

  private CudaDriver(String library, SymbolLookup symbols) {
    this.library = library;
    this.symbols = symbols;
  }

  /**
   * Looks for the driver and its devices. Never throws for what is missing. Initialises the driver,
   * which takes some 100 ms where there is one. Thread-safe.
   */
  public static CudaProbe probe() {
    boolean windows = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
    return probe(windows ? "nvcuda.dll" : "libcuda.so.1");
  }

  /** Looks for a driver in a library, given by path or by a name that the system's search finds. */
  static CudaProbe probe(String library) {
    SymbolLookup symbols;
    try {
      symbols = SymbolLookup.libraryLookup(library, Arena.global());
    } catch (IllegalArgumentException e) {
      return new CudaProbe.Missing("no NVIDIA driver: " + library + " could not be loaded");
    }
    try (Arena arena = Arena.ofConfined()) {
      return new CudaDriver(library, symbols).query(arena);
    } catch (CudaException e) {
      return new CudaProbe.Missing(e.reason());
    }
  }

  /** A version of CUDA as people write it. */
  static String version(int version) {
    return version / 1000 + "." + version % 1000 / 10;
  }

  private CudaProbe query(Arena arena) throws CudaException {
    call("cuInit", 0);
    MemorySegment integer = arena.allocate(JAVA_INT);
    call("cuDriverGetVersion", integer);
    int version = integer.get(JAVA_INT, 0);
    call("cuDeviceGetCount", integer);
    int count = integer.get(JAVA_INT, 0);
    if (count == 0) {
      return new CudaProbe.Missing("the driver shows no device (is CUDA_VISIBLE_DEVICES empty?)");
    }
    List<CudaDevice> devices = new ArrayList<>();
    for (int ordinal = 0; ordinal < count; ordinal++) {
      call("cuDeviceGet", integer, ordinal);
      devices.add(describe(ordinal, integer.get(JAVA_INT, 0), arena));
    }
    return new CudaProbe.Available(version, devices);
  }

  private CudaDevice describe(int ordinal, int device, Arena arena) throws CudaException {
    MemorySegment name = arena.allocate(NAME_BYTES);
    call("cuDeviceGetName", name, NAME_BYTES, device);
    MemorySegment memory = arena.allocate(JAVA_LONG);
    call("cuDeviceTotalMem_v2", memory, device);
    return new CudaDevice(
        ordinal,
        name.getString(0),
        attribute(COMPUTE_CAPABILITY_MAJOR, device, arena),
        attribute(COMPUTE_CAPABILITY_MINOR, device, arena),
        attribute(MULTIPROCESSOR_COUNT, device, arena),
        memory.get(JAVA_LONG, 0));
  }

  private int attribute(int attribute, int device, Arena arena) throws CudaException {
    MemorySegment value = arena.allocate(JAVA_INT);
    call("cuDeviceGetAttribute", value, attribute, device);
    return value.get(JAVA_INT, 0);
  }

  /** Calls a function of the driver with pointers and 32-bit integers, and checks its result. */
  private void call(String function, Object... arguments) throws CudaException {
    int result = invoke(function, arguments);
    if (result != SUCCESS) {
      throw new CudaException(function + " failed: " + errorName(result));
    }
  }

  private int invoke(String function, Object... arguments) throws CudaException {
    MemorySegment address =
        symbols.find(function).orElseThrow(() -> new CudaException(library + " lacks " + function));
    MemoryLayout[] layouts = new MemoryLayout[arguments.length];
    for (int i = 0; i < layouts.length; i++) {
      layouts[i] = arguments[i] instanceof MemorySegment ? ADDRESS : JAVA_INT;
    }
    MethodHandle handle = LINKER.downcallHandle(address, FunctionDescriptor.of(JAVA_INT, layouts));
    try {
      return (int) handle.invokeWithArguments(arguments);
    } catch (Throwable e) {
      throw new LinkageError(function + " could not be called", e);
    }
  }

  /** The name of a result code, such as {@code CUDA_ERROR_NO_DEVICE (100)}. */
  private String errorName(int result) throws CudaException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocate(ADDRESS);
      if (invoke("cuGetErrorName", result, name) != SUCCESS) {
        return "unknown error " + result;
      }
      String text = name.get(ADDRESS, 0).reinterpret(Long.MAX_VALUE).getString(0);
      return text + " (" + result + ")";
    }
  }
}
