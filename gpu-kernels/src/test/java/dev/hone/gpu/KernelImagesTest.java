package dev.hone.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.math.BackendUnavailableException;
import dev.hone.math.gp.CovarianceFunction;
import dev.hone.math.gp.GpEngine;
import dev.hone.math.gp.GpModel;
import dev.hone.math.spi.GpEngineProvider;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Jars whose compiled kernels are broken or missing, by a class loader that stands for them. */
class KernelImagesTest {
  private static final GpModel MODEL = GpModel.numeric(CovarianceFunction.MATERN_52, 2);

  private StandIn standIn;

  @BeforeEach
  void install() {
    standIn = StandIn.install();
  }

  @AfterEach
  void nothingIsLeft() {
    if (standIn != null) {
      standIn.assertNothingHeld();
    }
  }

  /** Loads the classes of this module anew, with some of its resources exchanged. */
  private static final class Jar extends ClassLoader {
    private final Map<String, byte[]> exchanged = new HashMap<>();
    private final List<String> missing;

    Jar(List<String> missing) {
      super(KernelImagesTest.class.getClassLoader());
      this.missing = missing;
    }

    Jar with(String name, byte[] content) {
      exchanged.put("dev/hone/gpu/" + name, content);
      return this;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        if (loaded != null || !name.startsWith("dev.hone.gpu.")) {
          return loaded == null ? super.loadClass(name, resolve) : loaded;
        }
        try (InputStream in = super.getResourceAsStream(name.replace('.', '/') + ".class")) {
          byte[] bytes = in == null ? new byte[0] : in.readAllBytes();
          return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException e) {
          throw new ClassNotFoundException(name, e);
        }
      }
    }

    @Override
    public @Nullable InputStream getResourceAsStream(String name) {
      if (missing.stream().anyMatch(name::endsWith)) {
        return null;
      }
      byte[] content = exchanged.get(name);
      return content == null ? super.getResourceAsStream(name) : new ByteArrayInputStream(content);
    }

    GpEngine engine() throws ReflectiveOperationException {
      Class<?> provider = loadClass("dev.hone.gpu.CudaGpEngineProvider");
      return ((GpEngineProvider) provider.getConstructor().newInstance()).create(MODEL);
    }
  }

  private static byte[] image(String name) throws IOException {
    try (InputStream in = GpuDevice.class.getResourceAsStream(name)) {
      assertNotNull(in, name);
      return in.readAllBytes();
    }
  }

  private static String refusal(Jar jar) {
    BackendUnavailableException e =
        assertThrows(BackendUnavailableException.class, () -> jar.engine().close());
    return String.valueOf(e.getMessage());
  }

  @Test
  void aMissingImageIsNamed() {
    String message = refusal(new Jar(List.of("hone.fatbin")));
    assertTrue(message.endsWith("the jar of hone-gpu-kernels lacks hone.fatbin"), message);
  }

  @Test
  void whereMachineCodeIsBrokenTheDriverCompilesAfterOneLogLine() throws Exception {
    byte[] broken = image("hone.fatbin");
    Arrays.fill(broken, 0, 4, (byte) 0);
    Jar jar = new Jar(List.of()).with("hone.fatbin", broken);
    try (LogLines log = new LogLines();
        GpEngine engine = jar.engine()) {
      engine.setData(2, new double[] {0, 0, 1, 1}, new double[] {1, 2});
      assertTrue(engine.logMarginalLikelihood(new double[4], null) < 0);
      assertEquals(1, log.lines().size(), log.lines()::toString);
      String line = log.lines().getFirst();
      assertTrue(line.contains("does not load (CUDA_ERROR_INVALID_IMAGE)"), line);
    }
  }

  @Test
  void twoBrokenImagesAreAnError() {
    byte[] none = new byte[64];
    Jar jar = new Jar(List.of()).with("hone.fatbin", none).with("hone.ptx", none);
    String message = refusal(jar);
    assertTrue(message.contains("cuModuleLoadData failed: CUDA_ERROR_INVALID_IMAGE"), message);
  }

  /** As where only one of the two was built anew. */
  @Test
  void anImageWithoutAKernelIsNamed() {
    standIn.fail("cuModuleGetFunction", 3, 500);
    String message = refusal(new Jar(List.of()));
    assertTrue(message.contains("cuModuleGetFunction of gemm_tn failed"), message);
    assertTrue(message.contains("CUDA_ERROR_NOT_FOUND (500)"), message);
  }
}
