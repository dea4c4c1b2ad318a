package dev.hone.gpu;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The stand-in driver of this JVM and its own entry points: with it all host code runs to the end
 * on a machine without a GPU, under the JCuda that users have.
 */
@SuppressWarnings("restricted")
final class StandIn {
  static final int OUT_OF_MEMORY = 2;
  static final int ILLEGAL_ADDRESS = 700;
  static final int LAUNCH_FAILED = 719;

  private final SymbolLookup symbols;

  private StandIn(String path) {
    this.symbols = SymbolLookup.libraryLookup(path, Arena.global());
  }

  /** Makes the engines of this JVM use the stand-in, as if it were new. */
  static StandIn install() {
    String path = HostCompiler.driver().toString();
    System.setProperty(GpuDevice.LIBRARY, path);
    // Found by its soname when JCuda's library asks for libcuda.so.1.
    StandIn standIn = new StandIn(path);
    standIn.call("stand_in_reset");
    return standIn;
  }

  /** How many devices it shows. */
  void devices(int count) {
    call("stand_in_devices", count);
  }

  /** In which order threads run: 0 ascending, 1 descending, any other a seed. */
  void order(long seed) {
    call("stand_in_order", seed);
  }

  /** Bytes of the device. */
  void memory(long bytes) {
    call("stand_in_memory", bytes);
  }

  /** Has the {@code countdown}-th call of a function from now on fail. */
  void fail(String function, int countdown, int error) {
    try (Arena arena = Arena.ofConfined()) {
      call("stand_in_fail", arena.allocateFrom(function), countdown, error, 0);
    }
  }

  /** Has it fail, and every call after it. */
  void lose(String function, int countdown, int error) {
    try (Arena arena = Arena.ofConfined()) {
      call("stand_in_fail", arena.allocateFrom(function), countdown, error, 1);
    }
  }

  /** Kernels launched since the library was loaded; recorded ones count once. */
  long launches() {
    return held(10);
  }

  /** Graphs launched since the library was loaded. */
  long graphLaunches() {
    return held(9);
  }

  /** The version of CUDA that the driver is for, as 1000·major + 10·minor. */
  void version(int version) {
    call("stand_in_version", version);
  }

  /** Its compute capability, as 10·major + minor. */
  void capability(int capability) {
    call("stand_in_capability", capability);
  }

  /** Nothing is held on the device, and nothing was written where it should not. */
  void assertNothingHeld() {
    String[] things = {
      "bytes",
      "allocations",
      "contexts",
      "modules",
      "streams",
      "pinned buffers",
      "graphs",
      "executable graphs",
      "events"
    };
    for (int i = 0; i < things.length; i++) {
      assertEquals(0, held(i), things[i] + " still held");
    }
    assertEquals("", complaint());
  }

  private long held(int what) {
    try {
      FunctionDescriptor type = FunctionDescriptor.of(JAVA_LONG, JAVA_INT);
      return (long)
          Linker.nativeLinker()
              .downcallHandle(symbols.findOrThrow("stand_in_held"), type)
              .invokeExact(what);
    } catch (Throwable e) {
      throw new LinkageError("stand_in_held", e);
    }
  }

  /** What a kernel did wrong, or nothing. */
  String complaint() {
    return text("stand_in_complaint");
  }

  /** Where the barriers of the kernels stand that were met so far, as file:line. */
  List<String> barriers() {
    List<String> barriers = new ArrayList<>();
    for (String site = text("stand_in_site", 0); !site.isEmpty(); ) {
      barriers.add(site);
      site = text("stand_in_site", barriers.size());
    }
    return barriers;
  }

  /** Leaves out one of {@link #barriers}. */
  void skip(int barrier) {
    call("stand_in_skip", barrier);
  }

  private String text(String function, Integer... arguments) {
    MemoryLayout[] layouts = new MemoryLayout[arguments.length];
    Arrays.fill(layouts, JAVA_INT);
    try {
      MemorySegment text =
          (MemorySegment)
              Linker.nativeLinker()
                  .downcallHandle(
                      symbols.findOrThrow(function), FunctionDescriptor.of(ADDRESS, layouts))
                  .invokeWithArguments((Object[]) arguments);
      return text.reinterpret(Long.MAX_VALUE).getString(0);
    } catch (Throwable e) {
      throw new LinkageError(function, e);
    }
  }

  private void call(String function, Object... arguments) {
    var layouts =
        Arrays.stream(arguments)
            .map(
                a ->
                    a instanceof MemorySegment ? ADDRESS : a instanceof Long ? JAVA_LONG : JAVA_INT)
            .toArray(MemoryLayout[]::new);
    try {
      Linker.nativeLinker()
          .downcallHandle(symbols.findOrThrow(function), FunctionDescriptor.ofVoid(layouts))
          .invokeWithArguments(arguments);
    } catch (Throwable e) {
      throw new LinkageError(function, e);
    }
  }
}
