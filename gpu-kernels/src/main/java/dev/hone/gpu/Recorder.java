package dev.hone.gpu;

import java.lang.System.Logger.Level;
import jcuda.driver.CUgraph;
import jcuda.driver.CUgraphExec;
import jcuda.driver.CUstream;
import jcuda.driver.CUstreamCaptureMode;
import jcuda.driver.JCudaDriver;
import org.jspecify.annotations.Nullable;

/**
 * Records launches as a CUDA graph, to be launched as one: where the same sequence of small kernels
 * runs again and again on the same buffers, the driver then prepares it once. That this saves time
 * is what graphs are said to do; it was never measured here, no GPU could be had.
 *
 * <p>What a driver cannot record is launched one by one, after one log line. Only for the owner
 * thread.
 */
final class Recorder {
  /** System property: {@code off} launches everything one by one. */
  static final String PROPERTY = "hone.gpu.graphs";

  /** CUDA 11.4, the oldest driver that has all calls. */
  private static final int OLDEST_DRIVER = 11040;

  private static final System.Logger LOG = System.getLogger("dev.hone.gpu");

  private final CUstream stream;
  private boolean enabled;

  /**
   * Looks at the setting.
   *
   * @throws IllegalArgumentException if it cannot be read
   */
  Recorder(CUstream stream, int driverVersion) {
    this.stream = stream;
    String setting = System.getProperty(PROPERTY, "on");
    if (!setting.equals("on") && !setting.equals("off")) {
      throw new IllegalArgumentException("-D" + PROPERTY + "=" + setting + ": expected on or off");
    }
    enabled = setting.equals("on");
    if (enabled && driverVersion < OLDEST_DRIVER) {
      give("the driver is for CUDA " + CudaDriver.version(driverVersion) + ", older than 11.4");
    }
  }

  /** Whether recording is worth a try. */
  boolean isEnabled() {
    return enabled;
  }

  /** Launches that were recorded, with the buffers they had then. */
  static final class Recording implements AutoCloseable {
    private final CUgraphExec executable;
    private final CUstream stream;

    private Recording(CUgraphExec executable, CUstream stream) {
      this.executable = executable;
      this.stream = stream;
    }

    /** Launches them. */
    void launch() {
      Cuda.check(JCudaDriver.cuGraphLaunch(executable, stream), "cuGraphLaunch");
    }

    @Override
    public void close() {
      // Nothing is left to do about an error: the device is lost.
      JCudaDriver.cuGraphExecDestroy(executable);
    }
  }

  /**
   * Records launches instead of making them.
   *
   * @param launches may launch kernels, and copy and clear on the device, but take no memory and
   *     wait for nothing
   * @return null if it cannot be done, now or ever: they are to be made one by one
   */
  @Nullable Recording record(Runnable launches) {
    if (!enabled) {
      return null;
    }
    int mode = CUstreamCaptureMode.CU_STREAM_CAPTURE_MODE_THREAD_LOCAL;
    CUgraph graph = null;
    try {
      Cuda.check(JCudaDriver.cuStreamBeginCapture(stream, mode), "cuStreamBeginCapture");
      graph = capture(launches);
      CUgraphExec executable = new CUgraphExec();
      Cuda.check(JCudaDriver.cuGraphInstantiate(executable, graph, 0), "cuGraphInstantiate");
      return new Recording(executable, stream);
    } catch (GpuException e) {
      give(String.valueOf(e.getMessage()));
      return null;
    } finally {
      if (graph != null) {
        JCudaDriver.cuGraphDestroy(graph);
      }
    }
  }

  /** Ends the recording whatever happens: the stream would stay in it. */
  private CUgraph capture(Runnable launches) {
    CUgraph graph = new CUgraph();
    boolean made = false;
    try {
      launches.run();
      made = true;
    } finally {
      int result = JCudaDriver.cuStreamEndCapture(stream, graph);
      if (made) {
        Cuda.check(result, "cuStreamEndCapture");
      } else if (result == 0) {
        JCudaDriver.cuGraphDestroy(graph);
      }
    }
    return graph;
  }

  private void give(String reason) {
    enabled = false;
    LOG.log(Level.INFO, "launches are made one by one, they could not be recorded: " + reason);
  }
}
