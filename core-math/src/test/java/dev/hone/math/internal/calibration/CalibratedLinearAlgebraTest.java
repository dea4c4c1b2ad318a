package dev.hone.math.internal.calibration;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.math.Backend;
import dev.hone.math.BackendUnavailableException;
import dev.hone.math.eigen.SymmetricEigen;
import dev.hone.math.internal.KernelSet;
import dev.hone.math.internal.KernelSets;
import dev.hone.math.linalg.LinearAlgebra;
import dev.hone.math.linalg.SymmetricEigenSolver;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("backend")
class CalibratedLinearAlgebraTest {
  private static final int ORDER = 20;

  private final KernelSet kernels = KernelSets.best();
  private final List<String> calls = new ArrayList<>();

  /** The scalar routines, which write down that they were called. */
  private LinearAlgebra library() {
    LinearAlgebra scalar = KernelSets.scalar().linearAlgebra();
    return (LinearAlgebra)
        Proxy.newProxyInstance(
            LinearAlgebra.class.getClassLoader(),
            new Class<?>[] {LinearAlgebra.class},
            (proxy, method, arguments) -> {
              calls.add(method.getName());
              if (method.getName().equals("symmetricEigenSolver")) {
                return Optional.of(recording(KernelSets.scalar().symmetricEigenSolver()));
              }
              try {
                return method.invoke(scalar, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private SymmetricEigenSolver recording(SymmetricEigenSolver solver) {
    return new SymmetricEigenSolver() {
      @Override
      public void eigenvalues(int n, double[] a, int ld, double[] values) {
        calls.add("eigenvalues");
        solver.eigenvalues(n, a, ld, values);
      }

      @Override
      public void decompose(
          int n, double[] a, int ld, double[] values, double[] vectors, int from, int to) {
        calls.add("decompose");
        solver.decompose(n, a, ld, values, vectors, from, to);
      }
    };
  }

  private CalibratedLinearAlgebra calibrated(Supplier<LinearAlgebra> loader, Routine... routines) {
    Map<Routine, Integer> orders = new EnumMap<>(Routine.class);
    for (Routine routine : routines) {
      orders.put(routine, ORDER);
    }
    return new CalibratedLinearAlgebra(kernels, loader, new Thresholds(orders));
  }

  @ParameterizedTest
  @EnumSource(Routine.class)
  void leavesARoutineToTheLibraryFromItsOrderOn(Routine routine) {
    int[] loads = {0};
    CalibratedLinearAlgebra la =
        calibrated(
            () -> {
              loads[0]++;
              return library();
            },
            routine);
    for (Routine other : Routine.values()) {
      Trial.of(other, ORDER - 1, la).run();
    }
    Stream.of(Routine.values())
        .filter(other -> other != routine)
        .forEach(other -> runOn(other, la));
    la.dot(2 * ORDER, new double[2 * ORDER], 0, new double[2 * ORDER], 0);
    la.axpy(2 * ORDER, 1, new double[2 * ORDER], 0, new double[2 * ORDER], 0);
    assertEquals(0, loads[0], "loaded before it was needed");

    runOn(routine, la);
    runOn(routine, la);
    assertEquals(1, loads[0]);
    String expected =
        switch (routine) {
          case GEMM -> "gemmTn";
          case SYRK -> "syrkTn";
          case TRSM -> "solveUpperTransposed";
          case POTRF -> "cholesky";
          case POTRI -> "inverseFromCholesky";
          case SYEVD -> "decompose";
        };
    assertEquals(2, calls.stream().filter(expected::equals).count(), calls::toString);
  }

  /** The factor that a trial of solving needs is made by the kernels, so that it does not count. */
  private void runOn(Routine routine, LinearAlgebra la) {
    int n = ORDER;
    double[] u = identity(n);
    double[] b = identity(n);
    switch (routine) {
      case GEMM -> la.gemmTn(n, n, n, 1, u, 0, n, b, 0, n, new double[n * n], 0, n);
      case SYRK -> la.syrkTn(n, n, 1, u, 0, n, new double[n * n], 0, n);
      case TRSM -> la.solveUpperTransposed(n, n, u, 0, n, b, 0, n);
      case POTRF -> assertEquals(-1, la.cholesky(n, u, 0, n));
      case POTRI -> la.inverseFromCholesky(n, u, 0, n, b, 0, n);
      case SYEVD -> new SymmetricEigen(la).decompose(n, u, 0, n);
    }
  }

  private static double[] identity(int n) {
    double[] a = new double[n * n];
    for (int i = 0; i < n; i++) {
      a[i * n + i] = 1;
    }
    return a;
  }

  @Test
  void aProductThatIsNotSquareCountsByItsMultiplications() {
    CalibratedLinearAlgebra la = calibrated(this::library, Routine.GEMM, Routine.TRSM);
    int n = 8 * ORDER;
    double[] a = new double[n * n];
    la.gemmTn(n, n, 1, 1, a, 0, n, a.clone(), 0, n, new double[n * n], 0, n);
    la.solveUpper(n, 1, identity(n), 0, n, new double[n], 0, 1);
    assertEquals(List.of("gemmTn", "solveUpper"), calls);
    calls.clear();
    la.gemmTn(n, 7, 7, 1, a, 0, n, a.clone(), 0, n, new double[n * 7], 0, 7);
    la.solveUpper(ORDER, ORDER - 1, identity(ORDER), 0, ORDER, a, 0, ORDER - 1);
    assertEquals(List.of(), calls);
  }

  @Test
  void aLibraryThatFailsToLoadCostsOneLogLineAndTheKernelsGoOn() {
    double[] expected = new double[ORDER * ORDER];
    double[] factored = new double[ORDER * ORDER];
    for (RuntimeException failure :
        List.of(
            new BackendUnavailableException(Backend.NATIVE, "no such library"),
            new IllegalCallerException("native access is denied"))) {
      CalibratedLinearAlgebra la =
          calibrated(
              () -> {
                throw failure;
              },
              Routine.values());
      try (LogLines log = new LogLines()) {
        for (Routine routine : Routine.values()) {
          runOn(routine, la);
        }
        Arrays.setAll(expected, i -> i % (ORDER + 1) == 0 ? 3 : 0.5);
        System.arraycopy(expected, 0, factored, 0, expected.length);
        kernels.linearAlgebra().cholesky(ORDER, expected, 0, ORDER);
        la.cholesky(ORDER, factored, 0, ORDER);
        assertArrayEquals(expected, factored);
        assertEquals(1, log.lines().size(), () -> log.lines().toString());
        assertTrue(log.lines().getFirst().contains(kernels.name()), log.lines().getFirst());
      }
    }
  }

  @Test
  void badInputIsRefusedOnEitherSideOfTheThreshold() {
    CalibratedLinearAlgebra la = calibrated(this::library, Routine.values());
    for (int n : new int[] {ORDER - 1, ORDER + 1}) {
      double[] tooShort = new double[n * n - 1];
      assertThrows(IllegalArgumentException.class, () -> la.cholesky(n, tooShort, 0, n));
    }
    assertThrows(IllegalArgumentException.class, () -> la.cholesky(-1, new double[1], 0, 1));
  }

  @Test
  void theCalibratorFindsWhereASlowLibraryIsNeverFaster() {
    LinearAlgebra scalar = KernelSets.scalar().linearAlgebra();
    Map<Routine, Integer> measured = new EnumMap<>(Routine.class);
    Calibrator calibrator =
        new Calibrator(slow(scalar), 100_000, (name, routine, order, lead) -> {});
    measured.put(Routine.POTRF, calibrator.threshold(KernelSets.scalar(), Routine.POTRF, 24));
    assertEquals(Map.of(Routine.POTRF, Calibration.NEVER), measured);
  }

  @Test
  void theCalibratorFindsWhereAFastLibraryTakesOver() {
    LinearAlgebra scalar = KernelSets.scalar().linearAlgebra();
    KernelSet slowKernels = slowKernels();
    Calibrator calibrator = new Calibrator(scalar, 100_000, (name, routine, order, lead) -> {});
    assertEquals(8, calibrator.threshold(slowKernels, Routine.POTRF, 24));
  }

  /** Takes ten times as long. */
  private static LinearAlgebra slow(LinearAlgebra la) {
    return (LinearAlgebra)
        Proxy.newProxyInstance(
            LinearAlgebra.class.getClassLoader(),
            new Class<?>[] {LinearAlgebra.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("cholesky")) {
                double[] a = (double[]) arguments[1];
                for (int i = 0; i < 9; i++) {
                  method.invoke(la, arguments[0], a.clone(), arguments[2], arguments[3]);
                }
              }
              return method.invoke(la, arguments);
            });
  }

  private static KernelSet slowKernels() {
    KernelSet scalar = KernelSets.scalar();
    LinearAlgebra slow = slow(scalar.linearAlgebra());
    return (KernelSet)
        Proxy.newProxyInstance(
            KernelSet.class.getClassLoader(),
            new Class<?>[] {KernelSet.class},
            (proxy, method, arguments) ->
                method.getName().equals("linearAlgebra") ? slow : method.invoke(scalar, arguments));
  }
}
