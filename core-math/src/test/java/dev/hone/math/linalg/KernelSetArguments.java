package dev.hone.math.linalg;

import dev.hone.math.internal.KernelSets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** The implementations of this JVM, alone and crossed with sizes around every block border. */
final class KernelSetArguments {
  private static final int[] SIZES = {
    0, 1, 2, 3, 5, 7, 8, 9, 12, 13, 15, 16, 17, 31, 32, 33, 63, 64, 65, 100, 127, 129, 200, 207,
    257, 300
  };

  private KernelSetArguments() {}

  static List<LinearAlgebra> implementations() {
    List<LinearAlgebra> all = new ArrayList<>();
    all.add(KernelSets.scalar().linearAlgebra());
    if (ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()) {
      all.add(KernelSets.simd().linearAlgebra());
    }
    return all;
  }

  static Stream<Arguments> implementationsAlone() {
    return implementations().stream().map(la -> Arguments.of(new Named(la)));
  }

  static Stream<Arguments> implementationsAndSizes() {
    return implementations().stream()
        .flatMap(la -> IntStream.of(SIZES).mapToObj(n -> Arguments.of(new Named(la), n)));
  }

  /** An implementation that reports call by its name. */
  record Named(LinearAlgebra la) {
    @Override
    public String toString() {
      return la.name();
    }
  }
}
